"""The recovery kit on paper: read back from the PDF and from its picture, and used to open a vault."""

import re
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from pypdfium2 import PdfDocument
from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage, QPageSize
from PySide6.QtWidgets import QApplication

from app import kits, words
from app.errors import FileUnavailable
from app.kits import Kit
from tests.ui import paper
from ui import kit as pages
from vault import folder, recovery

A4, LETTER = QPageSize(QPageSize.PageSizeId.A4), QPageSize(QPageSize.PageSizeId.Letter)
PAPERS = pytest.mark.parametrize("size", [A4, LETTER], ids=["A4", "Letter"])
PICTURES: dict[str, Callable[[QImage], QImage]] = {
    "colour": lambda seen: seen,
    "grey": paper.grey,
    "one_bit": paper.one_bit,
}


@pytest.fixture
def kit(satchel_app: QApplication) -> Kit:
    """A kit with every sign there is in its code."""
    code = recovery.written(bytes(range(20)))
    return Kit("Hangzhou field", "王佳宁", code, kits.fingerprint("9f3a" * 16), "2026-11-20", "en")


def said_on(page: str) -> set[str]:
    """The keys of what must stand on the code page or the passphrase page."""
    code = {"title", "lead", "vault", "user", "made", "fingerprint", "warning", "opens", "code", "code_note", "qr",
            "kept", "files", "steps", *(f"step_{number}" for number in range(1, 6))}  # fmt: skip
    hand = {"passphrase_title", "passphrase_lead", "vault", "user", "made", "fingerprint", "warning", "by_hand_only",
            "kept", "steps", "write_1", "write_2", "write_3"}  # fmt: skip
    return code if page == "code" else hand


@PAPERS
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_says_everything_in_both_languages_and_holds_nine_groups(
    kit: Kit, size: QPageSize, language: str
) -> None:
    text = paper.text_of(pages.pdf(replace(kit, language=language), size))
    for key in sorted(said_on("code")):
        for each in words.LANGUAGES:
            assert paper.squeezed(words.say_in(each, f"kit.sheet_{key}")) in text, (key, each)
    for number, group in enumerate(kit.groups, 1):
        assert f"{number}{group}" in text
    facts = (kit.vault, kit.user, kit.fingerprint, "20 November 2026", "2026年11月20日")
    assert all(paper.squeezed(fact) in text for fact in facts)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_language_of_the_interface_stands_first(kit: Kit, language: str) -> None:
    text = paper.text_of(pages.pdf(replace(kit, language=language)))
    first, second = language, "en" if language == "zh_CN" else "zh_CN"
    assert text.startswith(paper.squeezed(words.say_in(first, "kit.sheet_title")))
    lead = "kit.sheet_lead"
    assert text.index(paper.squeezed(words.say_in(first, lead))) < text.index(
        paper.squeezed(words.say_in(second, lead))
    )


@PAPERS
@pytest.mark.parametrize("seen_as", PICTURES)
def test_the_qr_code_is_the_code_on_any_printer(kit: Kit, size: QPageSize, seen_as: str) -> None:
    (found,) = paper.codes(PICTURES[seen_as](paper.picture(pages.pdf(kit, size))))
    assert found.text == kit.code
    assert found.ec_level in ("M", "Q", "H")


@pytest.mark.parametrize("seen_as", PICTURES)
def test_what_a_scanner_reads_from_the_paper_opens_the_vault(
    satchel_app: QApplication, made_vault: tuple[Path, folder.Created], tmp_path: Path, seen_as: str
) -> None:
    path = tmp_path / "Acme.satchel"
    shutil.copytree(made_vault[0], path)
    code = made_vault[1].recovery_code
    page = Kit("Acme", "Mina", code, kits.fingerprint(made_vault[1].vault_id), "2026-11-20", "en")
    (found,) = paper.codes(PICTURES[seen_as](paper.picture(pages.pdf(page))))
    with folder.unlock(path, recovery_code=found.text) as unlocked:
        assert unlocked.opened_by_recovery_code
        assert unlocked.vault_id.startswith(page.fingerprint.replace(" ", ""))


def test_four_white_modules_surround_the_qr_code(kit: Kit) -> None:
    seen = paper.grey(paper.picture(pages.pdf(kit), dpi=300))
    (found,) = paper.codes(seen)
    left, top = found.position.top_left.x, found.position.top_left.y
    right, bottom = found.position.bottom_right.x, found.position.bottom_right.y
    module = (right - left) / 33
    quiet = int(3.8 * module)
    assert quiet > 20
    for x in range(left - quiet, right + quiet):
        for y in (*range(top - quiet, top - 2), *range(bottom + 3, bottom + quiet)):
            assert seen.pixelColor(x, y).value() > 250, (x, y)
    for y in range(top - quiet, bottom + quiet):
        for x in (*range(left - quiet, left - 2), *range(right + 3, right + quiet)):
            assert seen.pixelColor(x, y).value() > 250, (x, y)


def test_the_page_is_pure_black_on_white(kit: Kit) -> None:
    seen = paper.picture(pages.pdf(kit), dpi=100)
    shades = {seen.pixel(x, y) & 0xFFFFFF for x in range(seen.width()) for y in range(seen.height())}
    assert {0x000000, 0xFFFFFF} <= shades
    assert all(shade >> 16 == shade >> 8 & 0xFF == shade & 0xFF for shade in shades)
    content = b"".join(page.get_contents().get_data() for page in pypdf.PdfReader(BytesIO(pages.pdf(kit))).pages)
    colours = set(re.findall(rb"([\d.]+ [\d.]+ [\d.]+) (?:scn|SCN|rg|RG)", content))
    assert {tuple(float(part) for part in each.split()) for each in colours} <= {(0, 0, 0), (1, 1, 1)}


def test_every_font_is_inside_the_file(kit: Kit) -> None:
    fonts = {}
    for page in pypdf.PdfReader(BytesIO(pages.pdf(replace(kit, split=True)))).pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    names = " ".join(fonts)
    assert "Inter-Regular" in names
    assert "Inter-SemiBold" in names
    assert "NotoSansCJKscGB2312" in names
    for name, descriptor in fonts.items():
        file = next(descriptor[key] for key in ("/FontFile2", "/FontFile3") if key in descriptor)
        assert len(file.get_object().get_data()) > 500, name


@PAPERS
@pytest.mark.parametrize("split", [False, True], ids=["one page", "two pages"])
def test_nothing_falls_off_the_page_with_the_longest_names(kit: Kit, size: QPageSize, split: bool) -> None:
    long = replace(kit, vault="W" * 100, user="客户" * 50, split=split)
    document = PdfDocument(pages.pdf(long, size))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        marks = [box for box in boxes if box[2] > box[0]]
        assert min(box[0] for box in marks) > 40
        assert max(box[2] for box in marks) < page.get_width() - 40
        assert min(box[1] for box in marks) > 25
        assert max(box[3] for box in marks) < page.get_height() - 25
    document.close()


def test_a_split_kit_has_the_code_on_one_page_and_a_line_for_the_passphrase_on_the_other(kit: Kit) -> None:
    data = pages.pdf(replace(kit, split=True))
    code_page, hand_page = paper.text_of(data, 0), paper.text_of(data, 1)
    assert len(pypdf.PdfReader(BytesIO(data)).pages) == 2
    by_hand = paper.squeezed(words.say_in("en", "kit.sheet_by_hand"))
    assert by_hand not in code_page
    assert by_hand in paper.text_of(pages.pdf(kit))
    for key in sorted(said_on("passphrase")):
        for each in words.LANGUAGES:
            assert paper.squeezed(words.say_in(each, f"kit.sheet_{key}")) in hand_page, (key, each)
    assert not any(group in hand_page for group in kit.groups)
    assert paper.codes(paper.picture(data, 1)) == []
    assert [found.text for found in paper.codes(paper.picture(data, 0))] == [kit.code]
    for number, page in enumerate((code_page, hand_page), 1):
        assert paper.squeezed(words.say_in("en", "kit.sheet_page", page=number, pages=2)) in page


def test_the_file_is_private_and_tells_nothing_beside_its_page(kit: Kit, tmp_path: Path) -> None:
    file = tmp_path / "kit.pdf"
    file.write_bytes(b"older")
    file.chmod(0o644)
    pages.save_pdf(file, kit)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["kit.pdf"]
    told = pypdf.PdfReader(file).metadata
    assert told is not None
    assert told.title == "Satchel recovery kit"
    assert not any(part in str(told) for part in (kit.vault, kit.user, kit.code, kit.groups[0]))


def test_a_page_is_never_put_into_a_vault(kit: Kit, made_vault: tuple[Path, folder.Created]) -> None:
    before = sorted(made_vault[0].iterdir())
    with pytest.raises(FileUnavailable) as refused:
        pages.save_pdf(made_vault[0] / "kit.pdf", kit)
    assert refused.value.facts["reason"] == "inside_vault"
    assert sorted(made_vault[0].iterdir()) == before


@pytest.mark.parametrize(
    ("country", "id_"),
    [
        (QLocale.Country.UnitedStates, QPageSize.PageSizeId.Letter),
        (QLocale.Country.Canada, QPageSize.PageSizeId.Letter),
        (QLocale.Country.Germany, QPageSize.PageSizeId.A4),
        (QLocale.Country.China, QPageSize.PageSizeId.A4),
    ],
    ids=["US", "CA", "DE", "CN"],
)
def test_the_paper_is_the_one_used_where_the_person_is(country: QLocale.Country, id_: QPageSize.PageSizeId) -> None:
    assert pages.paper(country).id() is id_
