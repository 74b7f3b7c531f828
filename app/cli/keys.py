"""`passphrase`, `rotate`, `keychain`: the keys of a vault over time."""

from datetime import UTC, datetime
from typing import Final

from app import keys
from app.cli import credentials
from app.cli.arguments import Parser, whole
from app.cli.calls import Call, Command
from app.errors import BadArguments
from app.words import say
from vault import folder
from vault.kdf import KdfCost


def described(cost: KdfCost) -> dict[str, object]:
    """What a key derivation costs, for a program."""
    return {"algorithm": "argon2id", "memory_mib": cost.memory_kib // 1024, "passes": cost.passes, "lanes": cost.lanes}


def _configure_passphrase(parser: Parser) -> None:
    parser.add_argument("--known", action="store_true", help=say("cli.help_known"))
    parser.add_argument("--kdf-memory", metavar="MIB", type=whole(0, 1 << 20), help=say("cli.help_kdf_memory_changed"))


def _passphrase(call: Call) -> None:
    options = call.options
    kdf = KdfCost.of_mib(options.kdf_memory) if options.kdf_memory is not None else None
    with call.session() as session:
        # what opened the vault needs no second proof; the keychain is none
        old = credentials.passphrase(options) if options.keychain else None
        keys.change_passphrase(
            session, old, credentials.new(options), kdf=kdf, known=options.known, progress=call.console.progress,
            cancelled=call.cancel.is_set,
        )  # fmt: skip
        cost = folder.info(session.path).kdf[0]
        document: dict[str, object] = {"changed": True, "vault": session.unlocked.vault_id, "kdf": described(cost)}
    call.console.emit(document, call.console.text("passphrase_renewed" if options.known else "passphrase_changed"))


def _nothing(_parser: Parser) -> None:
    return


def _rotate(call: Call) -> None:
    with call.session() as session:
        keys.rotate(session, call.console.progress, call.cancel.is_set)
        document = {"vault": session.unlocked.vault_id, "generation": session.unlocked.header.generation}
    call.console.emit({"rotated": True, **document}, call.console.text("rotated"))


def _configure_keychain(parser: Parser) -> None:
    parser.add_argument("what", metavar="on|off|status", help=say("cli.help_keychain_what"))


def _keychain(call: Call) -> None:
    what = call.options.what
    if what not in ("on", "off", "status"):
        raise BadArguments(reason="argument_bad_value", argument="on|off|status")
    with call.session() as session:
        if what == "on":
            keys.keychain_on(session)
        elif what == "off":
            keys.keychain_off(session)
        found = keys.keychain_status(session)
        vault = session.unlocked.vault_id
    ends = datetime.fromtimestamp(found.until, UTC).isoformat().replace("+00:00", "Z") if found.until else None
    document = {"vault": vault, "on": found.on, "until": ends, "possible": found.possible}
    key = "keychain_is_on" if found.on and ends else "keychain_lost" if found.on else "keychain_is_off"
    call.console.emit(document, call.console.text(key, until=ends or ""))


PASSPHRASE: Final = Command(_configure_passphrase, _passphrase)
ROTATE: Final = Command(_nothing, _rotate)
KEYCHAIN: Final = Command(_configure_keychain, _keychain)
