"""Names in a file to the records they mean: accounts, people, tags, stages, users. Writer thread.

Accounts, people and tags that are not there are made, once; the others have to be there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app import deals
from app.quality.errors import Unfit
from app.quality.names import split_name
from vault import ids, matching, records
from vault.folding import fold
from vault.transaction import Transaction
from vault.values import Link, RecordId

_ME: Final = frozenset({"me", "我", "本人"})
_STAGES: Final = {
    "Lead": ("prospecting", "new", "appointment scheduled", "appointmentscheduled", "lead in", "初步接洽", "潜在客户",
             "线索", "意向"),
    "Qualified": ("qualification", "qualified to buy", "qualifiedtobuy", "needs analysis", "id. decision makers",
                  "contact made", "需求确认", "需求分析", "已确认"),
    "Proposal": ("value proposition", "proposal/price quote", "perception analysis", "presentation scheduled",
                 "presentationscheduled", "proposal made", "proposal/quote", "方案/报价", "方案报价", "报价"),
    "Negotiation": ("negotiation/review", "decision maker bought-in", "decisionmakerboughtin", "contract sent",
                    "contractsent", "negotiations started", "谈判审核", "商务谈判", "谈判", "合同"),
    "Won": ("closed won", "closedwon", "成交", "已成交", "赢单", "签约", "已签约"),
    "Lost": ("closed lost", "closedlost", "丢单", "输单", "流失", "未成交"),
}  # fmt: skip
"""What other programs call the stages that a new vault starts with."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and what a deal takes from it."""

    id: RecordId
    pipeline: RecordId | None
    closed: bool


@dataclass(slots=True)
class Links:
    """Remembers for the length of an import what each name means; `made` counts what it had to make."""

    tx: Transaction
    made: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[str, str], RecordId] = field(default_factory=dict)
    _named: dict[tuple[str, str], RecordId] = field(default_factory=dict)
    _stages: dict[str, Stage] = field(default_factory=dict)
    _first_stage: Stage | None = None
    _users: dict[str, RecordId] = field(default_factory=dict)

    def resolve(self, noun: str, names: Iterable[str]) -> None:
        """Find the records of these names, make those that are not there."""
        new_names = [name for name in dict.fromkeys(names) if (noun, name) not in self._named]
        keys = {name: matching.name_key(noun, name) for name in new_names}
        missing = {key: name for name, key in reversed(keys.items()) if (noun, key) not in self._known}
        for key, found in matching.by_name(self.tx, noun, missing).items():
            self._known[noun, key] = found[0].id
        new = [(key, name) for key, name in missing.items() if (noun, key) not in self._known]
        made = records.create_many(self.tx, noun, [_values(noun, name) for _, name in new]) if new else []
        self._known.update({(noun, key): record for (key, _), record in zip(new, made, strict=True)})
        self._named.update({(noun, name): self._known[noun, key] for name, key in keys.items()})
        if made:
            self.made[noun] = self.made.get(noun, 0) + len(made)

    def of(self, noun: str, name: str) -> RecordId:
        """The record of a name, made where it is not there."""
        if (noun, name) not in self._named:
            self.resolve(noun, [name])
        return self._named[noun, name]

    def find(self, nouns: Iterable[str], name: str) -> RecordId:
        """A record of one of these nouns that is there already. Raises Unfit `unknown_link`."""
        for noun in nouns:
            key = matching.name_key(noun, name)
            known = self._known.get((noun, key))
            if known is None and (found := matching.by_name(self.tx, noun, [key])):
                known = self._known[noun, key] = found[key][0].id
            if known is not None:
                return known
        raise Unfit("unknown_link")

    def stage(self, name: str | None) -> Stage | None:
        """A stage by its name in either language or by what other programs call it; the first for None.

        Raises Unfit `unknown_stage`.
        """
        if not self._stages:
            self._learn_stages()
        if name is None:
            return self._first_stage
        found = self._stages.get(fold(name).strip())
        if found is None:
            raise Unfit("unknown_stage")
        return found

    def _learn_stages(self) -> None:
        for record in deals.stages(self.tx):
            pipeline = record.values["pipeline"]
            stage = Stage(
                record.id, pipeline.id if isinstance(pipeline, Link) else None, record.values["state"] != "open"
            )
            self._first_stage = self._first_stage or stage
            for name in (record.values["name"], record.values["name_zh"]):
                if isinstance(name, str):
                    self._stages.setdefault(fold(name), stage)
        for name, others in _STAGES.items():
            if (known := self._stages.get(fold(name))) is not None:
                for other in others:
                    self._stages.setdefault(fold(other), known)

    def user(self, name: str) -> RecordId:
        """A user by name; "me" is who imports. Raises Unfit `unknown_user`."""
        if name.lower() in _ME:
            return ids.text_of(self.tx.author.user)
        self._users = self._users or dict(matching.users_by_name(self.tx))
        if name.lower() not in self._users:
            raise Unfit("unknown_user")
        return self._users[name.lower()]


def _values(noun: str, name: str) -> dict[str, object]:
    if noun != "contact":
        return {"name": name}
    parts = split_name(name)
    return {"name": parts.full, "given_name": parts.given, "family_name": parts.family}
