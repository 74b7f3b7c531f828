"""Editing a cell of a list where it stands: a line or a menu over it, written as it is left. GUI thread only."""

from collections.abc import Callable
from functools import partial

from app import words
from ui import editing, formatting, messages
from ui.page import Shell
from ui.stages import StageBook
from ui.widgets.in_place import Option, pick
from ui.widgets.table import RecordTable
from vault.model.fields import Field


class CellEditing:
    """Belongs to a page with a table; a cell that cannot be edited opens its record instead."""

    def __init__(
        self, shell: Shell, stages: StageBook, table: RecordTable, open_record: Callable[[str], object]
    ) -> None:
        self._shell, self._stages, self._table, self._open = shell, stages, table, open_record

    def edit(self, row: int, column: int) -> None:
        """Begin with what stands in the cell."""
        record, field = self._table.records.record(row), self._table.records.columns[column]
        if record is None:
            return
        value = record.get(field.name)
        if not editing.is_editable(field, value):
            self._open(record.id)
        elif choices := editing.options(field, self._stages):
            write = partial(editing.write, self._shell, self._stages, record.id, field.name)
            place = self._table.place_of(row, column)
            pick(self._table, place, [Option(*each) for each in choices], editing.picked(value), write)
        else:
            label = field.words.in_language(words.language())
            editor = self._table.open_editor(row, column, formatting.typed(field, value), label)
            editor.committed.connect(partial(self._commit, record.id, field))

    def _commit(self, record: str, field: Field, text: str) -> None:
        editing.write(
            self._shell, self._stages, record, field.name, text,
            done=lambda _written: self._table.close_editor(), failed=partial(self._not_taken, field),
        )  # fmt: skip

    def _not_taken(self, field: Field, error: BaseException) -> None:
        if self._table.editor is None:
            self._shell.fail(error)
            return
        sentence = messages.of_field(error, field.words.in_language(words.language()))
        self._table.editor.refuse()
        self._table.editor.setToolTip(sentence)
        self._shell.toast(sentence, tone="bad")
