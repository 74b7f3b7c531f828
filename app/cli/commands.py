"""The commands by name, in the order of the help; and those that a later version brings."""

from typing import Final

from app.cli import (
    backups,
    batches,
    exporting,
    importing,
    keys,
    lists,
    proving,
    records,
    recovery,
    salvaging,
    trail,
    vaults,
)
from app.cli.calls import Command

COMMANDS: Final[dict[str, Command]] = {
    "new": vaults.NEW,
    "info": vaults.INFO,
    "check": proving.CHECK,
    "accept": proving.ACCEPT,
    "salvage": salvaging.SALVAGE,
    "passphrase": keys.PASSPHRASE,
    "recovery": recovery.RECOVERY,
    "rotate": keys.ROTATE,
    "keychain": keys.KEYCHAIN,
    "demo": vaults.DEMO,
    "import": importing.IMPORT,
    "batches": batches.BATCHES,
    "undo": batches.UNDO,
    "redo": batches.REDO,
    "find": lists.FIND,
    "list": lists.LIST,
    "show": records.SHOW,
    "history": records.HISTORY,
    "add": records.ADD,
    "set": records.SET,
    "delete": records.DELETE,
    "restore": records.RESTORE,
    "fields": records.FIELDS_COMMAND,
    "export": exporting.EXPORT,
    "audit": trail.AUDIT,
    "backup": backups.BACKUP,
    "self-test": proving.SELF_TEST,
    "bench": proving.BENCH,
}
LATER: Final = frozenset({
    "attach", "detach", "save-attachment", "duplicates", "merge", "not-duplicate",
    "quality", "clean", "report", "users", "user", "roles", "role", "unmask", "alarms", "consent", "subject",
    "erase", "hold", "retention", "incident", "sync", "score", "next", "archive", "unarchive",
})  # fmt: skip
