"""Every integrity check there is, on a vault that may be damaged in any place. Long; any thread that may wait."""

from pathlib import Path
from typing import Final

from app import backups
from app.session import Session
from vault import blobs, checking, folder
from vault.database import Finding
from vault.errors import Damaged, SatchelError
from vault.errors_of_keeping import StateDiffers
from vault.keys import MemberKey
from vault.recovery import auditor_key
from vault.transaction import Transaction

__all__ = ["Finding", "check"]

_PATIENCE_S: Final = 10.0
"""For backups on a medium that may hang."""


def check(
    path: Path, user: str | None, *, passphrase: str | None = None, recovery_code: str | None = None,
    use_keychain: bool = False, deep: bool = False,
) -> list[Finding]:  # fmt: skip
    """What was found, empty where all is well. Raises what folder.unlock raises but for damage, which is found."""
    try:
        unlocked = folder.unlock(
            path, user=user, passphrase=passphrase, recovery_code=recovery_code, use_keychain=use_keychain
        )
    except Damaged as damage:
        return [_finding(damage)]
    try:
        findings = folder.check(unlocked)
        if not findings:
            session = Session.begin(unlocked, path, by_keychain=use_keychain)
            return _inside(session, recovery_code, deep=deep)
    except Damaged as damage:
        findings = [_finding(damage)]
    finally:
        unlocked.close()
    return findings


def _inside(session: Session, code: str | None, *, deep: bool) -> list[Finding]:
    try:
        backups.hear_witnesses(session, _PATIENCE_S)
        findings = [_finding(doubt) for doubt in session.doubts]
        findings += session.read(checking.everything, session.evidence(_auditor(code)), deep=deep).result()
        if deep:
            findings += session.read(lambda reader: list(blobs.findings(session.blobs, reader))).result()
        if not session.read(session.adds_up).result():
            findings.append(_finding(StateDiffers()))
        if not session.doubts:
            session.write(_enter, len(findings)).result()
        return findings
    finally:
        session.close()


def _auditor(code: str | None) -> MemberKey | None:
    return auditor_key(code) if code else None


def _enter(tx: Transaction, found: int) -> None:
    tx.audit("check", count=found)


def _finding(damage: SatchelError) -> Finding:
    area = damage.kind.partition("_")[0]
    where = str(damage.facts.get("file") or damage.facts.get("entry") or damage.facts.get("field") or "")
    return Finding(area, "damaged", where, damage.kind)
