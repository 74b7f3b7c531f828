"""`show`, `history`, `add`, `set`, `delete`, `restore`, `fields`: one record at a time."""

from collections.abc import Sequence
from typing import Final

from app import details, edit, history, parsing
from app.cli import shown
from app.cli.arguments import Parser
from app.cli.calls import Call, Command
from app.errors import BadArguments
from app.printing import instant_text, json_record, json_value, label, table, text_value
from app.words import language, say
from vault import linking, query
from vault.model.catalogue import FIELDS, NOUNS, noun
from vault.model.fields import Field, Noun, Sensitivity
from vault.reader import Reader
from vault.transaction import Transaction
from vault.values import Record, RecordId


def _configure_id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help=say("cli.help_id"))


def _configure_ids(parser: Parser) -> None:
    parser.add_argument("ids", metavar="ID", nargs="+", help=say("cli.help_id"))


def _show(call: Call) -> None:
    with call.session() as session:
        found = session.read(details.details, call.options.id).result()
        session.views.note("view", found.record.noun, found.record.id)
    record = found.record
    document = {
        "id": record.id, "noun": record.noun, "version": record.version, "record": json_record(record),
        "related": {name: [json_record(each) for each in rows] for name, rows in found.related.items()},
        "timeline": [json_record(each) for each in found.timeline],
    }  # fmt: skip
    around = {name: rows for name, rows in found.related.items() if name not in ("activity", "stage_move")}
    call.console.emit(
        document, [*shown.record(record), *shown.related(record.id, around), *shown.timeline(found.timeline)]
    )


def _history(call: Call) -> None:
    with call.session() as session:
        entries = session.read(history.history, call.options.id).result()
        of = session.read(linking.noun_of, call.options.id).result()
        session.views.note("view", of.name, call.options.id)
    document = {"id": call.options.id, "noun": of.name, "entries": [_entry(of, each) for each in entries]}
    call.console.emit(document, [line for each in entries for line in _entry_lines(of, each)])


def _entry(of: Noun, entry: history.Entry) -> dict[str, object]:
    changes = [
        {
            "field": each.field,
            **{side: json_value(getattr(each, side), FIELDS[of.name, each.field]) for side in ("before", "after")},
        }
        for each in entry.changes
    ]
    return {
        "step": entry.step, "at": instant_text(entry.at), "user": json_value(entry.user), "verb": entry.verb,
        "act": entry.act, "changes": changes,
    }  # fmt: skip


def _entry_lines(of: Noun, entry: history.Entry) -> list[str]:
    at = text_value(entry.at, language(), FIELDS[of.name, "created_at"])
    lines = [f"{at}  {text_value(entry.user)}  {say(f'cli.act_{entry.act}')} ({shown.verb(entry.verb)})"]
    for each in entry.changes:
        field = FIELDS[of.name, each.field]
        before, after = (text_value(side, language(), field) or "–" for side in (each.before, each.after))
        lines.append(f"    {label(of, each.field, language())}: {before} → {after}")
    return lines


def _configure_add(parser: Parser) -> None:
    parser.add_argument("noun", metavar="NOUN", help=say("cli.help_noun"))
    parser.add_argument("pairs", metavar="FIELD=VALUE", nargs="*", help=say("cli.help_pairs"))


def _configure_set(parser: Parser) -> None:
    _configure_id(parser)
    parser.add_argument("pairs", metavar="FIELD=VALUE", nargs="+", help=say("cli.help_pairs"))


def pairs(words: Sequence[str]) -> dict[str, str]:
    """The fields and texts of `FIELD=VALUE` words. Raises BadArguments for anything else, and for a field twice."""
    found: dict[str, str] = {}
    for word in words:
        name, sign, text = word.partition("=")
        if not sign or not name.strip():
            raise BadArguments(reason="argument_no_pair", argument=name[:40])
        if name.strip() in found:
            raise BadArguments(reason="argument_twice", argument=name.strip()[:40])
        found[name.strip()] = text
    return found


def _add(call: Call) -> None:
    texts = pairs(call.options.pairs)
    with call.session() as session:
        made = session.write(_added, call.options.noun, texts).result().value
        record = session.read(_one, made).result()
    _emit_changed(call, "added", record, list(texts))


def _added(tx: Transaction, name: str, texts: dict[str, str]) -> RecordId:
    return edit.add(tx, name, parsing.parse_values(tx, name, texts))


def _set(call: Call) -> None:
    texts = pairs(call.options.pairs)
    with call.session() as session:
        session.read(_one, call.options.id).result()
        differs = session.write(_changed, call.options.id, texts).result().value
        record = session.read(_one, call.options.id).result()
    _emit_changed(call, "changed" if differs else "unchanged", record, list(texts) if differs else [])


def _changed(tx: Transaction, record: RecordId, texts: dict[str, str]) -> bool:
    of = linking.noun_of(tx, record)
    return edit.change(tx, record, parsing.parse_values(tx, of.name, texts, record))


def _one(reader: Reader, record: RecordId) -> Record:
    return query.fetch(reader, linking.noun_of(reader, record), [record])[0]


def _changes(record: Record, names: Sequence[str]) -> dict[str, object]:
    return {name: json_value(record.get(name), FIELDS[record.noun, name]) for name in names}


def _emit_changed(call: Call, key: str, record: Record, names: Sequence[str]) -> None:
    document = {"id": record.id, "noun": record.noun, "version": record.version, "changed": _changes(record, names)}
    word = NOUNS[record.noun].words.in_language(language())
    call.console.emit(document, [record.id] if call.console.quiet else [say(f"cli.{key}", noun=word, id=record.id)])


def _delete(call: Call) -> None:
    _move(call, delete=True)


def _restore(call: Call) -> None:
    _move(call, delete=False)


def _move(call: Call, *, delete: bool) -> None:
    wanted = list(dict.fromkeys(call.options.ids))
    with call.session() as session:
        outcome = session.write(edit.delete if delete else edit.restore, wanted).result()
        records = [session.read(_one, each).result() for each in wanted]
    rows = [
        {"id": each.id, "noun": each.noun, "version": each.version, "changed": _changes(each, ["deleted_at"])}
        for each in records
    ]
    word = "deleted" if delete else "restored"
    document = {**rows[0], word: outcome.value, "rows": rows}
    call.console.emit(document, call.console.text(word, n=outcome.value))


def _configure_fields(parser: Parser) -> None:
    parser.add_argument("noun", metavar="NOUN", nargs="?", help=say("cli.help_noun"))


def _fields(call: Call) -> None:
    nouns = [noun(call.options.noun)] if call.options.noun else list(NOUNS.values())
    listed = [(of, each) for of in nouns for each in of.fields if each.sensitivity is not Sensitivity.SECRET]
    heads = [say(f"cli.head_{name}") for name in ("noun", "field", "label", "class", "kind", "mask", "merge")]
    lines = [
        (
            of.name,
            each.name,
            each.words.in_language(language()),
            f"S{int(each.sensitivity)}",
            each.kind,
            each.mask,
            each.merge,
        )
        for of, each in listed
    ]
    call.console.emit({"fields": [_field(of, each) for of, each in listed]}, table(heads, lines))


def _field(of: Noun, each: Field) -> dict[str, object]:
    return {
        "noun": of.name, "name": each.name, "label": each.words.in_language(language()),
        "class": f"S{int(each.sensitivity)}", "kind": str(each.kind), "mask": str(each.mask), "merge": str(each.merge),
        "personal": each.personal, "required": each.required, "sortable": each.sortable,
        "computed": each.merge == "computed" and each.makes is None, "target": each.target,
        "compartment": each.compartment, "choices": [choice.key for choice in each.choices],
    }  # fmt: skip


SHOW: Final = Command(_configure_id, _show)
HISTORY: Final = Command(_configure_id, _history)
ADD: Final = Command(_configure_add, _add)
SET: Final = Command(_configure_set, _set)
DELETE: Final = Command(_configure_ids, _delete)
RESTORE: Final = Command(_configure_ids, _restore)
FIELDS_COMMAND: Final = Command(_configure_fields, _fields)
