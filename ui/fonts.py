"""The faces Satchel is set in: Inter for Latin and digits, a Han face for Simplified Chinese. GUI thread only."""

from functools import cache, lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from app import words
from resources import path
from ui import theme

FAMILIES: Final = (
    "Inter",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC GB2312",
)
"""In this order, so that Qt never picks a Japanese face by itself; the last is shipped for bare machines."""
_FILES: Final = ("Inter-400", "Inter-500", "Inter-600", "NotoSansCJKsc-GB2312-Regular")


@cache
def load() -> tuple[int, ...]:
    """Register the shipped faces with Qt; gives their ids, -1 for one that Qt refused."""
    return tuple(QFontDatabase.addApplicationFont(str(path(f"fonts/{name}.woff2"))) for name in _FILES)


def font(role: str, *, tabular: bool = False) -> QFont:
    """The font of a type role ("display", "h1", "h2", "body", "bodyM", "small", "smallM", "micro")."""
    return _font(role, tabular, theme.theme().scale, words.language())


@lru_cache(maxsize=256)
def _font(role: str, tabular: bool, scale: int, language: str) -> QFont:
    pixels, weight = _size(role)
    made = QFont(list(FAMILIES))
    made.setPixelSize(max(1, round(pixels * scale / 100)))
    # Han faces on most systems have no 500, and Qt would fall back to 400: emphasis would be lost.
    made.setWeight(QFont.Weight(600 if weight == 500 and language == "zh_CN" else weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular or role == "display":
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _size(role: str) -> tuple[int, int]:
    entry = theme.tokens()["type"][role]
    assert isinstance(entry, list)
    return int(entry[0]), int(entry[1])


def metrics(role: str, *, tabular: bool = False) -> QFontMetrics:
    """Measures of a type role at the size in force."""
    return _metrics(role, tabular, theme.theme().scale, words.language())


@lru_cache(maxsize=256)
def _metrics(role: str, tabular: bool, scale: int, language: str) -> QFontMetrics:
    return QFontMetrics(_font(role, tabular, scale, language))
