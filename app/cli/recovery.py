"""`recovery check`: the code on paper opens this vault, and the vault knows that it is in hand. `renew`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Final

from app import keys, kits, vaults
from app.cli import codes, credentials
from app.cli.arguments import Parser
from app.cli.calls import Call, Command
from app.errors import BadArguments, RecoveryFileRequired
from app.files import reserved
from app.words import say


def _configure(parser: Parser) -> None:
    parser.add_argument("what", metavar="check|renew", help=say("cli.help_recovery"))
    parser.add_argument("--recovery-file", metavar="FILE", help=say("cli.help_recovery_file"))


def _recovery(call: Call) -> None:
    match call.options.what:
        case "check":
            _check(call)
        case "renew":
            _renew(call)
        case _:
            raise BadArguments(reason="argument_bad_value", argument="check|renew")


def _check(call: Call) -> None:
    """Open the vault with the code as somebody would who lost the passphrase; nothing in it is changed by that."""
    code = credentials.recovery_code(call.options)
    with call.session({"recovery_code": code}) as session:
        session.write(kits.confirm_by_code, session.unlocked, code).result()
        vault, user = vaults.who(session)
        document = {"vault": session.unlocked.vault_id, "user": user, "opens": True, "confirmed": True}
        fingerprint = kits.fingerprint(session.unlocked.vault_id)
    lines = call.console.text("recovery_checked", vault=vault, user=user)
    call.console.emit(document, lines + call.console.text("recovery_fingerprint", fingerprint=fingerprint))


def _renew(call: Call) -> None:
    """A new code, told once it is in force; where its file cannot be written nothing changes."""
    file = call.options.recovery_file
    if call.options.json and not file:
        raise RecoveryFileRequired
    with ExitStack() as stack:
        session = stack.enter_context(call.session())
        target = stack.enter_context(reserved(Path(file), "--recovery-file")) if file else None
        if target is not None:
            codes.make_room(target)
        code = keys.renew_recovery(session, call.console.progress, call.cancel.is_set)
        vault, user = vaults.who(session)
        document: dict[str, object] = {"vault": session.unlocked.vault_id, "user": user, "recovery_file": file}
        sheet = {"vault": vault, "user": user, "code": code, "vault_id": session.unlocked.vault_id}
        if target is not None and not codes.reaches(call.console, target, **sheet):
            document |= {"recovery_file": None, "recovery_code": code}
            file = None
    call.console.emit(document, call.console.text("recovery_renewed") + codes.lines(call.console, code, file))


RECOVERY: Final = Command(_configure, _recovery)
