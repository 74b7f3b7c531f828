"""Steps that tests of the import page share: a Chinese file, reading it, waiting for its numbers."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app import lists
from app.importing.running import Report
from ui.main_window import MainWindow
from ui.pages.importing.frame import DONE
from ui.pages.importing.page import ImportPage

HEADS = ("客户姓名", "手机", "公司全称", "邮箱地址", "备注2")
ROWS = (
    ("王佳宁", "138 0000 4412", "杭州云栖科技有限公司", "jianing@example.cn", "老客户介绍"),
    ("李浩然", "13800009931", "", "haoran@", "展会"),
    ("张伟", "13912345678", "武汉光谷激光设备有限公司", "zhang.wei@example.cn", ""),
    ("张伟", "13912345678", "武汉光谷激光设备有限公司", "zhang.wei@example.cn", ""),
    ("陈静", "139", "宁波港航供应链", "chen@example.cn", ""),
)


def chinese_file(folder: Path, copies: int = 0) -> Path:
    """A GB18030 list of people: two good ones, one twice, a bad address and a bad number, and more of the same."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADS, *ROWS, *((f"赵{n}", "", "", f"zhao{n}@example.cn", "") for n in range(copies))])
    path = folder / "客户清单-2026.csv"
    path.write_bytes(text.getvalue().encode("gb18030"))
    return path


def tried(qtbot: QtBot, page: ImportPage) -> Report:
    """Waits for the numbers of the rehearsal."""
    qtbot.waitUntil(lambda: page.trial.report is not None, timeout=15_000)
    assert page.trial.report is not None
    return page.trial.report


def taken(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    """Pastes the path of a file and waits until it is read: test keys know ASCII only."""
    field = page.file.zone.path
    field.setFocus()
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.draft is not None and page.draft.path == path, timeout=10_000)


def counted(window: MainWindow, noun: str) -> int:
    """How many records the vault holds."""
    count: int = window.bridge.session.read(lists.count, noun).result(timeout=10)
    return count


def numbers(report: Report) -> dict[str, int]:
    """What is counted."""
    names = ("read", "created", "filled", "updated", "skipped", "duplicates", "rejected")
    return {name: getattr(report, name) for name in names}


def imported(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    """Brings a file in."""
    taken(qtbot, page, path)
    tried(qtbot, page)
    for _ in range(3):
        page.go_on()
    qtbot.waitUntil(lambda: page.frame.step == DONE, timeout=15_000)


def answer(path: str) -> Callable[[str], str]:
    """A save dialog that is answered at once."""
    return lambda _proposed: path
