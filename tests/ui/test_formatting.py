"""Values as people read them, in both languages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app import words
from ui import formatting
from ui.bridge import Bridge
from ui.stages import StageBook
from vault.model.catalogue import NOUNS
from vault.model.fields import Field
from vault.values import Link, Masked, Money, Record


@pytest.fixture
def stages(qapp: QApplication) -> Iterator[StageBook]:
    owner = QObject()
    bridge = Bridge()
    book = StageBook(bridge, owner)
    names = {"name": "Won", "name_zh": "赢单", "hue": "green", "state": "won"}
    book._fill([Record("stage", "s1", 1, dict(names))])
    yield book
    bridge.close()
    words.set_language("en")


def field(noun: str, name: str) -> Field:
    found = NOUNS[noun].field(name)
    assert found is not None
    return found


def day(away: int) -> str:
    return (formatting.today() + timedelta(days=away)).isoformat()


@pytest.mark.parametrize(
    ("money", "said"),
    [
        (Money(240_000, "EUR"), "€2,400"),
        (Money(1_250, "GBP"), "£12.50"),
        (Money(-5_000, "USD"), "−$50"),
        (Money(1_200, "JPY"), "¥1,200"),
        (Money(100, "XAF"), "XAF 100"),
    ],
)
def test_an_amount_has_its_sign_and_cents_only_where_there_are_some(money: Money, said: str) -> None:
    assert formatting.money_text(money) == said


@pytest.mark.parametrize(
    ("away", "english", "chinese"),
    [(0, "Today", "今天"), (1, "Tomorrow", "明天"), (-1, "1 day late", "逾期 1 天"), (7, "in 7 days", "7 天后")],
)
def test_a_deadline_is_said_from_today(stages: StageBook, away: int, english: str, chinese: str) -> None:
    step = field("contact", "next_step")
    assert formatting.cell(step, day(away), stages).text == english
    words.set_language("zh_CN")
    assert formatting.cell(step, day(away), stages).text == chinese


def test_late_is_told_by_word_and_icon_as_well_as_by_colour_unless_the_deal_is_closed(stages: StageBook) -> None:
    expected = field("deal", "expected_on")
    late = formatting.cell(expected, day(-3), stages)
    assert (late.text, late.tone, late.icon) == ("3 days late", "bad", "alarm-clock")
    closed = formatting.cell(expected, day(-3), stages, closed=True)
    assert (closed.text, closed.tone) == ("3 days ago", "fg2")


def test_a_stage_is_a_pill_in_the_language_in_force(stages: StageBook) -> None:
    link = Link("s1", "stage", "Won")
    cell = formatting.cell(field("deal", "stage"), link, stages)
    assert (cell.form, cell.text, cell.hue) == ("pill", "Won", "green")
    words.set_language("zh_CN")
    assert formatting.cell(field("deal", "stage"), link, stages).text == "赢单"
    assert stages.is_closed(link)


def test_what_is_withheld_is_tinted_and_never_the_value(stages: StageBook) -> None:
    cell = formatting.cell(field("contact", "phone"), Masked("+44 *** 0203"), stages)
    assert (cell.form, cell.text, cell.icon) == ("masked", "+44 *** 0203", "eye-off")
    assert formatting.cell(field("contact", "notes"), Masked(None), stages).text == "Hidden"
    hidden = Link("x", "contact", Masked("A***"))
    assert formatting.cell(field("deal", "contact"), hidden, stages).form == "masked"


def test_a_phone_number_is_grouped_and_an_address_of_the_web_is_short(stages: StageBook) -> None:
    assert formatting.text(field("contact", "phone"), "+442079460203") == "+44 20 7946 0203"
    assert formatting.text(field("account", "website"), "https://www.acme.example.com/") == "acme.example.com"


def test_an_editor_opens_with_what_one_would_type(stages: StageBook) -> None:
    assert formatting.typed(field("deal", "amount"), Money(8_400_000, "EUR")) == "84000 EUR"
    assert formatting.typed(field("deal", "expected_on"), "2027-03-12") == "2027-03-12"
    assert formatting.typed(field("deal", "account"), Link("a", "account", "Acme")) == "Acme"
    assert formatting.typed(field("deal", "amount"), None) == ""
