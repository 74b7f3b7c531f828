"""Rows of the bench that carry customers out: masked exports to CSV and XLSX."""

from typing import Final

from app.benching.ground import Ground
from app.benching.measuring import Limit, Result, judged, timed
from app.exporting.running import Request, export

COLUMNS: Final = ("name", "title", "account", "email", "phone", "stage", "value", "last_contact", "notes")
MS_PER_ROW: Final = {"csv": 0.03, "xlsx": 0.1}
"""Three and ten seconds for 100,000 rows."""


def exported(ground: Ground) -> list[Result]:
    """Everybody to a masked file, with its check and its receipt."""
    return [_exported(ground, format_name, bound * ground.contacts) for format_name, bound in MS_PER_ROW.items()]


def _exported(ground: Ground, format_name: str, bound_ms: float) -> Result:
    out = ground.path.parent / f"people.{format_name}"
    request = Request(noun="contact", out=out, columns=COLUMNS)
    ours = timed(lambda asked: export(ground.session, asked), [request])
    return judged(f"masked export {format_name.upper()}", ground.contacts, ours, None, Limit(p50_ms=bound_ms))
