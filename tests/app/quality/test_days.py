"""Days, birthdays and times."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality import days
from app.quality.errors import Unfit
from vault.values import Planned


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-20", "20.11.2026", "20/11/2026", "11/20/2026", "20.11.26", "2026年11月20日",
        "2026/11/20", "20261120", "20 Nov 2026", "Nov 20, 2026", "20. November 2026", "November 20th, 2026",
        "2026-11-20T20:47:07.000Z", "2026-11-20 14:30", "２０２６年１１月２０日",
    ],
)  # fmt: skip
def test_a_day_is_kept_in_iso_form(typed: str) -> None:
    assert days.day(typed) == "2026-11-20"


@pytest.mark.parametrize("typed", ["", "x", "31.02.2026", "2026-13-01", "1/2", "20.11.2026 whenever", "Foo 3, 2026"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Unfit, match="not_a_day"):
        days.day(typed)


def test_an_ambiguous_day_is_decided_by_the_order() -> None:
    assert days.ambiguous("03/04/2026")
    assert not days.ambiguous("03.04.2026")
    assert days.day("03/04/2026", days.DAY_FIRST) == "2026-04-03"
    assert days.day("03/04/2026", days.MONTH_FIRST) == "2026-03-04"
    assert days.day("03.04.2026", days.MONTH_FIRST) == "2026-04-03"


def test_a_column_shows_its_order() -> None:
    assert days.order_of(["03/04/2026", "25/12/2026"]) == days.DAY_FIRST
    assert days.order_of(["03/04/2026", "12/25/2026"]) == days.MONTH_FIRST
    assert days.order_of(["03/04/2026"]) is None
    assert days.order_of(["25/12/2026", "12/25/2026"]) is None


def test_a_birthday_keeps_its_year_apart() -> None:
    assert days.birthday("1971-12-07") == ("12-07", 1971)
    assert days.birthday("5月3日") == ("05-03", None)
    assert days.birthday("--02-29") == ("02-29", None)


def test_a_time_with_an_offset_is_converted_and_one_without_is_wall_time() -> None:
    assert days.planned("2026-06-15T20:47:00Z", "Asia/Shanghai") == Planned("2026-06-16T04:47", "Asia/Shanghai")
    assert days.planned("15.06.2026 2:05 pm", "Europe/Berlin") == Planned("2026-06-15T14:05", "Europe/Berlin")
    assert days.planned("2026年6月15日 下午2:05", "Asia/Shanghai").wall == "2026-06-15T14:05"
    assert days.instant("1970-01-01 01:00", "Europe/Berlin") == 0


def test_a_serial_number_is_the_day_the_workbook_shows() -> None:
    assert days.serial(46346) == "2026-11-20"
    with pytest.raises(Unfit):
        days.serial(-1)


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(["%d.%m.%Y", "%Y/%m/%d", "%Y年%m月%d日", "%d.%m.%y"]),
)
def test_every_form_reads_back_as_the_day_it_was_written_from(day: date, form: str) -> None:
    assert days.day(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    for read in (days.day, days.birthday):
        try:
            read(text)
        except Unfit:
            continue
