"""Where a trail breaks and what kind of break it is: the kinds are keys of the sentences `trail_<kind>`.

Looked for only once something did not fit, so it may read the trail again.
"""

from vault.audit import link, read, walk
from vault.reader import Connection


class TrailBreakError(Exception):
    """The first entry that does not hold, and why; verifying.py makes a verdict of it."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at, self.why = at, why


def misplaced(connection: Connection, seq: int, claims: object) -> TrailBreakError:
    """The row `seq` holds an entry that says it is another; all rows before are in their places."""
    if not isinstance(claims, int) or isinstance(claims, bool) or claims < 1:
        return TrailBreakError(seq, "edited")
    if claims > seq:
        elsewhere = any(read(text).get("seq") == seq for _, text, _, _ in walk(connection))
        return TrailBreakError(seq, "reordered" if elsewhere else "missing")
    if _text(connection, claims) == _text(connection, seq):
        return TrailBreakError(seq, "duplicated")
    return TrailBreakError(claims, "inserted")


def unlinked(connection: Connection, seq: int, previous: bytes, text: str) -> TrailBreakError:
    """An entry and its chain value do not belong together: which of them the next entry followed tells what changed."""
    following = read(_text(connection, seq + 1) or "").get("prev")
    return TrailBreakError(seq, "chain" if following == link(previous, text).hex() else "edited")


def unproved(connection: Connection, broken: TrailBreakError) -> TrailBreakError:
    """A MAC that is wrong because an entry was put in: then the next one claims its place."""
    following = read(_text(connection, broken.at + 1) or "").get("seq")
    return TrailBreakError(broken.at, "inserted") if following == broken.at else broken


def _text(connection: Connection, seq: int) -> str | None:
    row = connection.execute("SELECT CAST(entry AS BLOB) FROM audit WHERE seq = ?", (seq,)).fetchone()
    return row[0].decode(errors="replace") if row and isinstance(row[0], bytes) else None
