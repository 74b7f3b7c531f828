"""`new`, `info`, `demo`: vaults as a whole."""

import getpass
import os
import re
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from app import demonstrating, places, vaults
from app.cli import codes, credentials
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.cli.keys import described
from app.errors import RecoveryFileRequired
from app.files import reserved
from app.founding import Wish, found
from app.printing import table
from app.quality.moneys import CODES
from app.words import language, say
from vault import folder
from vault.kdf import KdfCost

_MOST_ACCOUNTS: Final = 1_000_000
_REGION: Final = re.compile(r"[A-Z]{2}")


def _configure_new(parser: Parser) -> None:
    parser.add_argument("path", metavar="PATH", help=say("cli.help_new_path"))
    parser.add_argument("--name", help=say("cli.help_name"))
    parser.add_argument("--recovery-file", metavar="FILE", help=say("cli.help_recovery_file"))
    parser.add_argument("--kdf-memory", metavar="MIB", type=whole(0, 1 << 20), help=say("cli.help_kdf_memory"))
    parser.add_argument("--currency", metavar="EUR", type=_currency, default="EUR", help=say("cli.help_currency"))
    parser.add_argument("--region", metavar="DE", type=_region, help=say("cli.help_region"))


def _currency(text: str) -> str:
    if text.upper() not in CODES:
        raise ValueError
    return text.upper()


def _region(text: str) -> str:
    if not _REGION.fullmatch(text.upper()):
        raise ValueError
    return text.upper()


def _user_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


def _new(call: Call) -> None:
    options = call.options
    if options.json and not options.recovery_file:
        raise RecoveryFileRequired
    path = Path(options.path)
    passphrase = credentials.new(
        options, otherwise=options.passphrase_file or os.environ.get("SATCHEL_PASSPHRASE_FILE")
    )
    wish = Wish(
        name=options.name or path.name.removesuffix(".satchel") or "Satchel", user=options.user or _user_name(),
        passphrase=passphrase, kdf=KdfCost.of_mib(options.kdf_memory) if options.kdf_memory is not None else None,
        language=language(), currency=options.currency, region=options.region or places.system_region(),
    )  # fmt: skip
    file = options.recovery_file
    with ExitStack() as stack:
        target = stack.enter_context(reserved(Path(file), "--recovery-file")) if file else None
        if target is not None:
            codes.make_room(target)
        created, session = found(path, wish)
        session.close()
        document = {
            "vault": created.vault_id, "path": str(path), "user": wish.user, "kdf": described(created.kdf),
            "recovery_file": file,
        }  # fmt: skip
        sheet = {"vault": wish.name, "user": wish.user, "code": created.recovery_code, "vault_id": created.vault_id}
        if target is not None and not codes.reaches(call.console, target, **sheet):
            document |= {"recovery_file": None, "recovery_code": created.recovery_code}
            file = None
    call.console.emit(document, _created_lines(call, wish, created, file))


def _created_lines(call: Call, wish: Wish, created: folder.Created, file: str | None) -> list[str]:
    return call.console.text("created", vault=wish.name) + codes.lines(call.console, created.recovery_code, file)


def _configure_info(_parser: Parser) -> None:
    return


def _info(call: Call) -> None:
    found_ = folder.info(call.vault_path)
    document = {
        "format": found_.format, "suite": found_.suite, "vault": found_.vault_id, "name": found_.name,
        "generation": found_.generation, "users": list(found_.users), "kdf": [described(cost) for cost in found_.kdf],
        "size": found_.size_bytes,
    }  # fmt: skip
    costs = ", ".join(f"Argon2id {cost.memory_kib // 1024} MiB, t={cost.passes}, p={cost.lanes}" for cost in found_.kdf)
    facts = (
        ("name", found_.name), ("vault", found_.vault_id), ("users", ", ".join(found_.users)), ("kdf", costs),
        ("format", f"{found_.format} / {found_.suite} / {found_.generation}"), ("size", f"{found_.size_bytes:,}"),
    )  # fmt: skip
    lines = table(("", ""), [(say(f"cli.info_{name}"), value) for name, value in facts], widest=80)[2:]
    call.console.emit(document, lines)


def _configure_demo(parser: Parser) -> None:
    parser.add_argument("path", metavar="PATH", help=say("cli.help_new_path"))
    parser.add_argument(
        "--accounts", metavar="N", type=whole(0, _MOST_ACCOUNTS), default=2000, help=say("cli.help_accounts")
    )
    parser.add_argument("--seed", metavar="S", type=whole(0, 1 << 31), default=1, help=say("cli.help_seed"))


def _demo(call: Call) -> None:
    options = call.options
    file = options.new_passphrase_file or options.passphrase_file or os.environ.get("SATCHEL_PASSPHRASE_FILE")
    passphrase = credentials.first_line(file) if file else vaults.DEMO_PASSPHRASE
    wanted = demonstrating.Wanted(
        accounts=options.accounts,
        seed=options.seed,
        language=options.lang or language(),
        passphrase=passphrase,
        today=date.fromisoformat(places.today()),
    )
    with call.stoppable():
        made = demonstrating.make(Path(options.path), wanted, call.console.progress, call.cancel.is_set)
    document = {"vault": made.vault_id, "path": options.path, "user": wanted.user, "counts": made.counts}
    lines = call.console.text("demo_made", n=sum(made.counts.values()))
    lines += [f"  {name:16}{count:>9,}" for name, count in sorted(made.counts.items())]
    if not file and not call.console.quiet:
        lines.append(say("cli.demo_passphrase", passphrase=passphrase))
    call.console.emit(document, lines)


NEW: Final = Command(_configure_new, _new)
INFO: Final = Command(_configure_info, _info)
DEMO: Final = Command(_configure_demo, _demo)
