"""What a look over a table finds out before it is planned."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.importing import mapping
from app.importing.reading import open_table
from app.importing.surveying import Survey, survey


@pytest.fixture
def look(write: Callable[[str], Path]) -> Callable[..., Survey]:
    def looked(text: str, **known: str) -> Survey:
        table = open_table(write(text))
        return survey(table, mapping.guess(table.header), **({"currency": "EUR", "zone": "UTC"} | known))  # type: ignore[arg-type] # a test names them

    return looked


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Name,Phone,Country\nA,030 123456,Germany\nB,040 123456,Deutschland\n", "DE"),
        ("Name,Phone,Email\nA,01 2345678,a@example.at\nB,01 3456789,b@example.at\n", "AT"),
        ("姓名,手机\n王伟,13800138000\n", "CN"),
        ("Name,Phone\nA,(415) 555-0134\nB,(212) 555-0134\n", "US"),
        ("Name,Phone\nA,020 7946 0018\nB,0161 496 0018\nC,0131 496 0018\n", "GB"),
        ("Name,Phone,Email\nA,,a@example.io\nB,,b@example.co\n", "US"),
    ],
)
def test_the_country_of_national_numbers_is_found_out(look: Callable[..., Survey], text: str, region: str) -> None:
    assert look(text).settings.region == region


def test_a_country_that_a_person_names_wins(look: Callable[..., Survey]) -> None:
    assert look("姓名,手机\n王伟,13800138000\n", region="DE").settings.region == "DE"


def test_a_day_far_down_still_shows_the_order_of_its_column(look: Callable[..., Survey]) -> None:
    rows = "".join(f"P{n},p{n}@example.com,03/04/1980\n" for n in range(1500))
    text = f"Name,Email,Birthday\n{rows}Q,q@example.com,12/25/1980\n"
    found = look(text)
    assert (found.settings.orders, found.doubtful_days) == ({2: "mdy"}, ())
    assert look(f"Name,Email,Birthday\n{rows}").doubtful_days == (("Birthday", "dmy"),)


def test_a_column_of_amounts_shows_its_decimal_sign(look: Callable[..., Survey]) -> None:
    assert look('Deal name,Amount\nA,1.234\nB,"12,50"\n').settings.points == {1: ","}
