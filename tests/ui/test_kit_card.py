"""The card that shows a new recovery kit: print it, save it, and prove by four characters that it is in hand."""

import secrets
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app import kits
from app.errors import FileUnavailable, PrinterRefused
from app.kits import Kit
from tests.ui import paper
from ui import appearance, kit_card, kit_printing
from ui import kit as pages
from ui.kit_card import KitCard
from ui.kit_preview import LargePreview
from vault import recovery

CODE = recovery.written(bytes(range(20)))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(satchel_app: QApplication, qtbot: QtBot) -> KitCard:
    """The card with a kit, on the screen."""
    made = KitCard()
    qtbot.addWidget(made)
    made.resize(456, 320)
    made.show_kit(Kit("Hangzhou field", "Mina Park", CODE, kits.fingerprint("9f3a" * 16), "2026-11-20", "en"))
    made.show()
    qtbot.waitExposed(made)
    return made


def shown_kit(card: KitCard) -> Kit:
    """The kit as the card holds it now."""
    assert card.kit is not None
    return card.kit


def another_group(card: KitCard) -> str:
    """Four characters of the code, of another place than the one asked for."""
    groups = shown_kit(card).groups
    return next(each for each in groups if each != groups[card.asked])


def test_the_code_stands_there_in_nine_groups(card: KitCard) -> None:
    assert [cell.text() for cell in card.cells] == CODE.split("-")
    assert card.cells[2].accessibleName() == f"Group 3: {CODE.split('-')[2]}"


def test_the_group_to_type_is_drawn_by_lot(card: KitCard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    for drawn in (6, 0):
        monkeypatch.setattr(secrets, "randbelow", lambda count, drawn=drawn: drawn if count == 9 else -1)
        card.show_kit(shown_kit(card))
        assert f"group {drawn + 1} of" in card.proof_label.text()
        qtbot.keyClicks(card.proof, CODE.split("-")[drawn])
        assert card.is_proved()


def test_the_right_four_characters_prove_it_in_either_case(card: KitCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.proved, check_params_cb=lambda right: right):
        qtbot.keyClicks(card.proof, shown_kit(card).groups[card.asked].lower())
    assert card.is_proved()
    assert card.proof.property("tone") == ""
    assert card.verdict.text()


@pytest.mark.parametrize("typed", ["0000", "another group", "three signs"])
def test_other_characters_prove_nothing(card: KitCard, qtbot: QtBot, typed: str) -> None:
    right = shown_kit(card).groups[card.asked]
    wrong = {"another group": another_group(card), "three signs": right[:3]}.get(typed, typed)
    qtbot.keyClicks(card.proof, wrong)
    assert not card.is_proved()
    assert (card.proof.property("tone") == "bad") is (typed != "three signs")
    assert bool(card.verdict.text()) is (typed != "three signs")


def test_a_proof_taken_back_is_none(card: KitCard, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.proof, shown_kit(card).groups[card.asked])
    with qtbot.waitSignal(card.proved, check_params_cb=lambda right: not right):
        qtbot.keyClick(card.proof, Qt.Key.Key_Backspace)
    assert not card.is_proved()


def test_the_pdf_is_proposed_under_a_name_without_secrets_and_holds_the_code(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "kit.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    qtbot.mouseClick(card.save, LEFT)
    assert Path(proposed[0]).name == "Satchel recovery kit.pdf"
    (found,) = paper.codes(paper.picture((tmp_path / "kit.pdf").read_bytes()))
    assert found.text == CODE
    assert card.told.isVisible()


class Volume:
    """A disk as Qt tells of it."""

    def __init__(self, root: str, *, full: bool = False) -> None:
        self.rootPath, self.isReady, self.isReadOnly = lambda: root, lambda: True, lambda: full

    @staticmethod
    def mountedVolumes() -> "list[Volume]":
        return [Volume("/"), Volume("/media/mina/OLD", full=True), Volume("/media/mina/STICK"), Volume("/home")]


def test_a_stick_that_takes_files_is_proposed_first(
    card: KitCard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    monkeypatch.setattr(kit_card, "QStorageInfo", Volume)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (proposed.append(args[2]), ("", ""))[1])
    qtbot.mouseClick(card.save, LEFT)
    assert [str(Path(each).parent) for each in proposed] == ["/media/mina/STICK"]


def test_a_dialog_that_was_closed_saves_and_claims_nothing(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    for button in (card.save, card.text):
        qtbot.mouseClick(button, LEFT)
    assert not card.told.isVisible()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("door", ["save", "text"])
def test_a_place_that_takes_no_file_is_told_and_nothing_claimed(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "gone" / "kit"), ""))
    with qtbot.waitSignal(card.failed, check_params_cb=lambda error: isinstance(error, FileUnavailable)):
        qtbot.mouseClick(getattr(card, door), LEFT)
    assert not card.told.isVisible()


def print_to(file: Path, monkeypatch: pytest.MonkeyPatch, answer: QDialog.DialogCode) -> None:
    """Answer the system's print dialog; the printer writes into a file."""

    def chosen(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(file))
        return answer

    monkeypatch.setattr(QPrintDialog, "exec", chosen)


def test_the_printer_gets_the_page_of_the_pdf(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_to(tmp_path / "printed.pdf", monkeypatch, QDialog.DialogCode.Accepted)
    qtbot.keyClick(card.print, Qt.Key.Key_Return)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert paper.text_of(printed) == paper.text_of(pages.pdf(shown_kit(card)))
    ours, theirs = (
        paper.codes(paper.one_bit(paper.picture(each)))[0] for each in (pages.pdf(shown_kit(card)), printed)
    )
    assert ours.text == theirs.text == CODE
    for corner in ("top_left", "bottom_right"):  # full size: nothing is shrunk into what the printer calls its margins
        here, there = (getattr(found.position, corner) for found in (ours, theirs))
        assert abs(here.x - there.x) <= 2
        assert abs(here.y - there.y) <= 2
    assert card.told.isVisible()


def test_a_split_kit_is_printed_on_two_pages(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_to(tmp_path / "printed.pdf", monkeypatch, QDialog.DialogCode.Accepted)
    qtbot.keyClick(card.split, Qt.Key.Key_Space)
    qtbot.mouseClick(card.print, LEFT)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert [len(paper.codes(paper.picture(printed, page))) for page in (0, 1)] == [1, 0]
    assert [paper.text_of(printed, page) for page in (0, 1)] == [
        paper.text_of(pages.pdf(shown_kit(card)), page) for page in (0, 1)
    ]


def test_a_print_dialog_that_was_closed_prints_nothing(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_to(tmp_path / "printed.pdf", monkeypatch, QDialog.DialogCode.Rejected)
    qtbot.mouseClick(card.print, LEFT)
    assert not (tmp_path / "printed.pdf").exists()
    assert not card.told.isVisible()


def test_a_printer_that_takes_nothing_is_told(
    card: KitCard, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_to(tmp_path / "printed.pdf", monkeypatch, QDialog.DialogCode.Accepted)
    monkeypatch.setattr(kit_printing.pages, "paint_all", lambda *_args: False)
    with qtbot.waitSignal(card.failed, check_params_cb=lambda error: isinstance(error, PrinterRefused)):
        qtbot.mouseClick(card.print, LEFT)
    assert not card.told.isVisible()


def test_a_qt_without_printing_offers_the_pdf_alone(
    satchel_app: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kit_printing, "find_spec", lambda _name: None)
    card = KitCard()
    qtbot.addWidget(card)
    assert card.print.isHidden()
    assert card.first() is card.save


def test_the_page_on_the_screen_is_the_page_on_paper(card: KitCard, qtbot: QtBot) -> None:
    card.window().resize(1200, 1000)
    qtbot.mouseClick(card.preview, LEFT)
    large = next(each for each in QApplication.topLevelWidgets() if isinstance(each, LargePreview))
    qtbot.waitExposed(large)
    assert [found.text for found in paper.codes(large.grab().toImage())] == [CODE]
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(isinstance(each, LargePreview) for each in QApplication.topLevelWidgets()))


def test_the_page_follows_the_language_of_the_interface(card: KitCard, satchel_app: QApplication) -> None:
    appearance.speak(satchel_app, "zh_CN")
    assert shown_kit(card).language == "zh_CN"
    assert paper.text_of(pages.pdf(shown_kit(card))).startswith("恢复套件")


def test_a_card_that_forgot_shows_nothing(card: KitCard, qtbot: QtBot) -> None:
    qtbot.keyClicks(card.proof, shown_kit(card).groups[card.asked])
    card.forget()
    assert not card.is_proved()
    assert not any(cell.text() or cell.accessibleName() for cell in card.cells)
    assert paper.codes(card.grab().toImage()) == []
