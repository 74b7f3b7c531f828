"""Colours: every pair that interface.md lists is legible in both schemes; the switch is live."""

import itertools

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.widgets.painting import initials

TEXT = [
    *itertools.product(("fg", "fg2", "fg3"), ("surface", "canvas", "sunken", "sel")),
    *itertools.product(("fg", "fg2"), ("hover", "press")),
    *itertools.product(("accentText",), ("surface", "canvas", "sel", "accentSoft")),
    *itertools.product(("onAccent",), ("accent", "accentHover", "accentPress", "badFill")),
    *((name, f"{name}Soft") for name in ("ok", "warn", "bad", "info")),
    *itertools.product(("ok", "warn", "bad", "info"), ("surface",)),
    ("tipFg", "tip"),
]
CONTROLS = [
    *itertools.product(("ctl", "focus"), ("surface", "canvas", "sel")),
    *((f"c{number}", "surface") for number in range(1, 7)),
]


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, satchel_app: QApplication) -> str:
    """Each scheme in turn, put in force."""
    theme.theme().set_mode(request.param)
    return str(request.param)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_reaches_four_and_a_half_to_one(scheme: str, ink: str, ground: str) -> None:
    assert contrast(theme.c(ink), theme.c(ground)) >= 4.5


@pytest.mark.parametrize(("ink", "ground"), CONTROLS)
def test_controls_reach_three_to_one(scheme: str, ink: str, ground: str) -> None:
    assert round(contrast(theme.c(ink), theme.c(ground)), 1) >= 3.0


@pytest.mark.parametrize("name", theme.HUES)
def test_tags_are_legible(scheme: str, name: str) -> None:
    hue = theme.hue(name)
    assert contrast(hue.text, hue.soft) >= 4.5


def test_the_switch_to_dark_is_live(satchel_app: QApplication) -> None:
    theme.theme().set_mode("light")
    before = satchel_app.palette().base().color().name()
    theme.theme().set_mode("dark")
    assert satchel_app.palette().base().color().name() != before
    assert "#191A1F" in satchel_app.styleSheet()


def test_every_length_follows_the_text_size(satchel_app: QApplication) -> None:
    theme.theme().set_scale(150)
    assert theme.u(34) == 51
    theme.theme().set_scale(100)
    assert theme.u(34) == 34


@pytest.mark.parametrize(
    ("name", "room", "letters"),
    [
        ("Ava Lindqvist", False, "AL"),
        ("Plato", False, "P"),
        ("Mary-Jane Watson", False, "MW"),
        ("陈思远", False, "远"),
        ("陈思远", True, "思远"),
        ("王芳", True, "芳"),
        ("", False, ""),
    ],
)
def test_avatars_show_initials_or_the_last_characters(name: str, room: bool, letters: str) -> None:
    assert initials(name, room=room) == letters
