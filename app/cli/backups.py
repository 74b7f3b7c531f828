"""`backup run | list | verify | restore | policy`: copies of the vault that were opened and compared."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app import backups
from app.backups import Keep, Listed, Opener, Policy
from app.cli import credentials
from app.cli.arguments import Parser, names, whole
from app.cli.calls import Call, Command
from app.errors import BadArguments
from app.printing import instant_text, table
from app.words import say

_MOST: Final = 1_000_000
_MIB: Final = 1 << 20
_WHEN: Final = ("every", "on_lock", "after_changes", "keep")
_TAKES: Final = {
    "run": ("to",),
    "list": (),
    "verify": ("file",),
    "restore": ("file", "to", "only", "ledger"),
    "policy": ("to", *_WHEN, "off"),
}
"""What of the options each deed understands; another one would go unheard."""
_WHAT: Final = "|".join(_TAKES)


def _configure(parser: Parser) -> None:
    parser.add_argument("what", metavar=_WHAT, help=say("cli.help_backup"))
    parser.add_argument("file", metavar="FILE", nargs="?", help=say("cli.help_backup_file"))
    parser.add_argument("--to", metavar="DIR|PATH", help=say("cli.help_backup_to"))
    parser.add_argument("--only", metavar="ID,..", type=_ids, help=say("cli.help_backup_only"))
    parser.add_argument(
        "--ledger", metavar="FILE", action="append", default=[], help=say("cli.help_backup_ledger")
    )  # fmt: skip
    parser.add_argument("--every", metavar="DAYS", type=whole(1, 366), default=0, help=say("cli.help_backup_every"))
    parser.add_argument("--on-lock", action="store_true", help=say("cli.help_backup_on_lock"))
    parser.add_argument(
        "--after-changes", metavar="N", type=whole(1, _MOST), default=0, help=say("cli.help_backup_after")
    )  # fmt: skip
    parser.add_argument("--keep", metavar="D/W/M", type=_keep, help=say("cli.help_backup_keep"))
    parser.add_argument("--off", action="store_true", help=say("cli.help_backup_off"))


def _ids(text: str) -> tuple[str, ...]:
    if not names(text):
        raise ValueError
    return names(text)


def _keep(text: str) -> Keep:
    daily, weekly, monthly = (int(part) for part in text.split("/") if len(part) <= len(str(_MOST)))
    if min(daily, weekly, monthly) < 0:
        raise ValueError
    return Keep(daily, weekly, monthly)


def _backup(call: Call) -> None:
    deed = {"run": _run, "list": _list, "verify": _verify, "restore": _restore, "policy": _policy}.get(
        call.options.what
    )  # fmt: skip
    if deed is None:
        raise BadArguments(reason="argument_bad_value", argument=_WHAT)
    _understood(call.options, _TAKES[call.options.what])
    deed(call)


def _understood(options: Namespace, takes: Iterable[str]) -> None:
    """Raises BadArguments for an option of `backup` that this deed does not take."""
    for name in dict.fromkeys(each for every in _TAKES.values() for each in every):
        if getattr(options, name) and name not in takes:
            raise BadArguments(
                reason="argument_unknown", argument="FILE" if name == "file" else f"--{name.replace('_', '-')}"
            )


def _needed(value: str | None, name: str) -> Path:
    if not value:
        raise BadArguments(reason="argument_missing", argument=name)
    return Path(value)


def _run(call: Call) -> None:
    to = _needed(call.options.to, "--to")
    with call.session() as session:
        made = backups.run(session, to, call.console.progress, call.cancel.is_set)
    document = {
        "backup": str(made.file), "sha256": made.digest.hex(), "verified": True, "size": made.size,
        "commits": made.manifest.commits, "entries": made.manifest.entries, "notes": list(made.notes),
    }  # fmt: skip
    lines = call.console.text(
        "backup_made", file=str(made.file), mib=-(-made.size // _MIB), sha256=made.digest.hex()
    )  # fmt: skip
    call.console.emit(document, lines)
    _note(call, made.notes)


def _note(call: Call, notes: tuple[str, ...]) -> None:
    if not call.console.as_json:
        for note in notes:
            call.console.note(note)


def _list(call: Call) -> None:
    with call.session() as session:
        found = session.read(backups.listed).result()
    heads = [say(f"cli.head_{name}") for name in ("at", "state", "size", "folder", "file")]
    rows = [
        (instant_text(each.known.at), say(f"cli.backup_state_{each.state}"), f"{-(-each.known.size // _MIB):,}",
         each.known.destination, each.known.file)
        for each in found
    ]  # fmt: skip
    lines = table(heads, rows, frozenset({2}), widest=80) if rows else call.console.text("backup_none")
    call.console.emit({"backups": [_as_json(each) for each in found]}, lines)


def _as_json(each: Listed) -> dict[str, object]:
    known = each.known
    return {
        "backup": str(known.path), "sha256": known.digest.hex(), "verified": each.state == "proved",
        "state": each.state, "at": instant_text(known.at), "size": known.size, "commits": known.commits,
        "entries": known.entries,
        "proved_at": instant_text(known.proved_at) if known.proved_at is not None else None,
    }  # fmt: skip


def _opener(call: Call) -> Opener:
    if call.options.keychain:  # it opens the vault as it is, never what was copied of it
        raise BadArguments(reason="argument_unknown", argument="--keychain")
    given = credentials.given(call.options)
    return Opener(user=call.options.user, passphrase=given.get("passphrase"), recovery_code=given.get("recovery_code"))


def _verify(call: Call) -> None:
    file = _needed(call.options.file, "FILE")
    with call.stoppable():
        found = backups.verify(file, _opener(call), call.console.progress, call.cancel.is_set)
    notes = backups.compared(found, call.vault_path) if call.vault_chosen else ()
    manifest = found.manifest
    document = {
        "backup": str(file), "sha256": found.digest.hex(), "verified": True, "vault": manifest.vault.hex(),
        "lineage": manifest.lineage.hex(), "at": instant_text(manifest.created), "commits": manifest.commits,
        "entries": manifest.entries, "size": found.size, "notes": list(notes),
    }  # fmt: skip
    lines = call.console.text("backup_sound", n=manifest.entries, at=instant_text(manifest.created))
    call.console.emit(document, lines)
    _note(call, notes)


def _restore(call: Call) -> None:
    file, options = _needed(call.options.file, "FILE"), call.options
    if options.only:
        _understood(options, ("file", "only"))
        _bring_back(call, file)
        return
    to = _needed(options.to, "--to")
    ledgers = [Path(each) for each in options.ledger]
    with call.stoppable():
        made = backups.restore(file, to, _opener(call), ledgers, call.console.progress, call.cancel.is_set)
    document = {
        "backup": str(file), "verified": True, "path": str(to), "vault": made.manifest.vault.hex(),
        "at": instant_text(made.manifest.created), "erased_again": made.erased,
    }  # fmt: skip
    lines = call.console.text("backup_restored", path=str(to))
    if made.erased:
        lines += call.console.text("backup_erased_again", n=made.erased)
    call.console.emit(document, lines)


def _bring_back(call: Call, file: Path) -> None:
    with call.session() as session:
        found = backups.bring_back(session, file, call.options.only, call.console.progress, call.cancel.is_set)
    document = {"backup": str(file), "restored": len(found), "ids": found}
    call.console.emit(document, call.console.text("backup_brought_back", n=len(found)))


def _policy(call: Call) -> None:
    options = call.options
    asked = options.every or options.on_lock or options.after_changes
    with call.session() as session:
        if options.off:
            _understood(options, ("off",))
            session.write(backups.set_policy, None).result()
        elif asked:
            to = _needed(options.to, "--to").absolute()
            backups.check_place(session, to)
            keep = options.keep or Keep()
            wanted = Policy(str(to), options.every, options.on_lock, options.after_changes, keep)
            session.write(backups.set_policy, wanted).result()
        elif options.to or options.keep:
            raise BadArguments(reason="argument_missing", argument="--every|--on-lock|--after-changes")
        now = session.read(backups.policy).result()
    lines = call.console.text("backup_policy_none") if now is None else _policy_lines(now)
    call.console.emit({"policy": _policy_json(now)}, lines)


def _policy_lines(now: Policy) -> list[str]:
    return [say("cli.backup_policy_set", to=now.to, when=_when(now), keep=_keep_text(now.keep))]


def _policy_json(now: Policy | None) -> dict[str, object] | None:
    if now is None:
        return None
    return {
        "to": now.to, "every_days": now.every_days, "on_lock": now.on_lock, "after_changes": now.after_changes,
        "keep": _keep_text(now.keep),
    }  # fmt: skip


def _keep_text(keep: Keep) -> str:
    return f"{keep.daily}/{keep.weekly}/{keep.monthly}"


def _when(now: Policy) -> str:
    said = [say("cli.backup_when_days", n=now.every_days)] if now.every_days else []
    said += [say("cli.backup_when_lock")] if now.on_lock else []
    said += [say("cli.backup_when_changes", n=now.after_changes)] if now.after_changes else []
    return say("backups.comma").join(said) or say("cli.backup_when_asked")


BACKUP: Final = Command(_configure, _backup)
