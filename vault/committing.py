"""The end of a transaction: derived columns, text index, journal, trail and stamps reach the disk with the records.

Called by opened.py on the writer thread just before COMMIT; `settle` also by use cases that write in batches.
"""

import json
from typing import Final

import msgspec

from vault import derived, ids, search
from vault.changes import Changes
from vault.transaction import Transaction

MANY: Final = 5_000
"""Beyond so many records `Changes` names only the nouns: a screen then reads again anyway."""


def settle(tx: Transaction) -> None:
    """Bring derived columns and the text index up to what was written so far."""
    derived.refresh(tx, tx.stale)
    search.write(tx, tx.reindex)


def finish(tx: Transaction) -> Changes:
    """Everything that has to stand beside the records; the caller commits next."""
    if tx.wrote:
        settle(tx)
        tx.log.flush()
        _write_step(tx)
        _audit_step(tx)
    tx.connection.execute("UPDATE vault_state SET value = value + 1 WHERE key = 'commit_counter'")
    tx.commits = tx.state("commit_counter")
    return _changes(tx)


def _write_step(tx: Transaction) -> None:
    context = msgspec.msgpack.encode({tx.author.device.hex(): tx.counter - 1})
    tx.connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (tx.step, ids.new_key(), tx.at, tx.stamp, tx.author.device, tx.counter, tx.author.user, context,
         tx.verb, int(tx.batch), json.dumps(tx.facts, ensure_ascii=False), tx.role, tx.target),
    )  # fmt: skip
    for key, value in (("counter", tx.counter), ("clock", tx.clock.last)):
        tx.connection.execute("UPDATE vault_state SET value = ? WHERE key = ?", (value, key))


def _audit_step(tx: Transaction) -> None:
    by_noun = tx.touched.by_noun
    count = sum(len(found) for found in by_noun.values())
    only = next(iter(by_noun.items())) if len(by_noun) == 1 else None
    tx.audit(
        tx.verb,
        entity=only[0] if only else sorted(by_noun),
        record=ids.text_of(next(iter(only[1]))) if only and count == 1 else None,
        count=count,
    )


def _changes(tx: Transaction) -> Changes:
    if not tx.wrote:
        return Changes(verb=tx.verb)
    touched = tx.touched
    records = {
        noun: frozenset(map(ids.text_of, found)) if len(found) <= MANY else frozenset()
        for noun, found in touched.by_noun.items()
    }
    return Changes(tx.step, tx.verb, records, touched.created, touched.changed, touched.deleted, touched.restored)
