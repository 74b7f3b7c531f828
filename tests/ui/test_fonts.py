"""The faces that are shipped: every one loads, Han text has no boxes even where the system has no Han font."""

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

from ui import fonts, icons, theme


def test_qt_takes_every_shipped_face(satchel_app: QApplication) -> None:
    assert all(number >= 0 for number in fonts.load())
    assert {"Inter", "Noto Sans CJK SC GB2312"} <= set(QFontDatabase.families())


def test_the_shipped_han_face_covers_gb_2312_and_its_punctuation(satchel_app: QApplication) -> None:
    raw = QRawFont.fromFont(QFont("Noto Sans CJK SC GB2312"))
    level_one = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    assert all(raw.supportsCharacter(ord(each)) for each in [*level_one, *"，。「」（）直骨判龘"[:-1]])


def test_inter_covers_european_names(satchel_app: QApplication) -> None:
    raw = QRawFont.fromFont(QFont("Inter"))
    assert all(raw.supportsCharacter(ord(each)) for each in "ÅÉØßŁőřşžĐđ€")


def test_digits_in_columns_are_equally_wide(satchel_app: QApplication) -> None:
    metrics = QFontMetrics(fonts.font("body", tabular=True))
    assert len({metrics.horizontalAdvance(each) for each in "0123456789"}) == 1


def test_icons_take_the_colour_and_size_asked_for(satchel_app: QApplication) -> None:
    drawn = icons.pixmap("users", 18, theme.c("bad"), 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (36, 2.0)
    picture = drawn.toImage()
    shades = {
        picture.pixelColor(x, y).name() for x in range(36) for y in range(36) if picture.pixelColor(x, y).alpha() > 250
    }
    assert theme.c("bad").name() in shades
