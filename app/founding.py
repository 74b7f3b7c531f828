"""Making a vault ready to use: the folder, the first unlocking, and what it holds before anybody types.

The window and the command line call it; any thread but the window's own: two key derivations, up to two seconds.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app import kits
from app.session import Session
from app.starting import start
from vault import folder, kept
from vault.folder import Created
from vault.kdf import KdfCost
from vault.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says about a new vault. `currency` (ISO 4217) is the vault's; `region` (ISO 3166) its phones'."""

    name: str
    user: str
    passphrase: str = field(repr=False)
    kdf: KdfCost | None = None
    language: str = "en"
    currency: str = "EUR"
    region: str | None = None
    ask_for_kit: bool = True
    """Whether the vault is to ask until its recovery kit was proved to be in hand."""


def found(path: Path, wish: Wish) -> tuple[Created, Session]:
    """Make the vault and open it; after a failure there is nothing at `path`. Raises what vault.folder raises."""
    created = folder.create(path, name=wish.name, user=wish.user, passphrase=wish.passphrase, kdf=wish.kdf)
    with _removed_on_failure(path):
        session = Session.open(path, wish.user, passphrase=wish.passphrase)
        try:
            session.write(furnish, wish).result()
            if wish.ask_for_kit:
                kits.keep(session, kits.ask)
        except BaseException:
            session.close()
            raise
    return created, session


@contextmanager
def _removed_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def furnish(tx: Transaction, wish: Wish) -> None:
    """The first pipeline with its stages, the currency and the region, as one step."""
    kept.put(tx, "vault", "currency", wish.currency)
    if wish.region:
        kept.put(tx, "vault", "region", wish.region)
    start(tx, wish.language)
