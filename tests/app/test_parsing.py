"""Text to values at the rim, as command line and window read it."""

from collections.abc import Iterator

import pytest

from app.errors import UnknownName
from app.founding import Wish, found
from app.parsing import parse_value
from app.session import Session
from tests.vaults import CHEAP, PASSPHRASE
from vault.errors import BadValue, UnknownField
from vault.reader import Reader
from vault.values import Money, Planned


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One vault for all of them: dollars, German phones, the clock of Berlin."""
    wish = Wish(name="V", user="Mina", passphrase=PASSPHRASE, kdf=CHEAP, currency="USD", region="DE")
    _, opened = found(tmp_path_factory.mktemp("parsing") / "V.satchel", wish)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        yield opened
    opened.close()


CASES = [
    ("contact", "name", "  Ann \u200b Lee ", "Ann Lee"),
    ("contact", "notes", "one\r\ntwo", "one\ntwo"),
    ("contact", "phone", "030/901820", "+4930901820"),
    ("contact", "email", "MAILTO:Ann@Example.com", "ann@example.com"),
    ("contact", "birthday", "1970-03-04", "03-04"),
    ("contact", "birth_year", "１９７０", 1970),
    ("contact", "name", "   ", None),
    ("account", "employees", "42", 42),
    ("account", "kind", "客户", "customer"),
    ("account", "kind", "Prospect", "prospect"),
    ("deal", "amount", "1.234,50 €", Money(123450, "EUR")),
    ("deal", "amount", "8.4万", Money(8_400_000, "USD")),
    ("deal", "expected_on", "24.12.2026", "2026-12-24"),
    ("stage", "probability", "50 %", 50),
    ("activity", "starts_at", "2026-07-01 09:30", Planned("2026-07-01T09:30", "Europe/Berlin")),
    ("activity", "done_at", "2026-07-01 09:30", 1_782_891_000_000),
    ("activity", "done_at", "2026-07-01T07:30:00Z", 1_782_891_000_000),
    ("contact_point", "main", "是", True),
]


def test_values_are_read_as_people_write_them(session: Session) -> None:
    def read(reader: Reader) -> None:
        for noun, field, text, expected in CASES:
            assert parse_value(reader, noun, field, text) == expected, (noun, field, text)

    session.read(read).result()


@pytest.mark.parametrize(
    ("noun", "field", "text", "reason"),
    [
        ("contact", "phone", "call me", "not_a_phone"),
        ("contact", "email", "ann@", "not_an_email"),
        ("account", "employees", "many", "not_a_number"),
        ("account", "employees", "9" * 50, "not_a_number"),
        ("account", "employees", "+-5", "not_a_number"),
        ("account", "kind", "enemy", "not_a_choice"),
        ("deal", "amount", "a lot", "not_an_amount"),
        ("deal", "expected_on", "2026-02-30", "not_a_day"),
        ("activity", "starts_at", "2026-07-01 25:00", "not_a_time"),
        ("contact_point", "main", "perhaps", "not_yes_or_no"),
    ],
)
def test_what_cannot_be_read_names_field_and_reason(
    session: Session, noun: str, field: str, text: str, reason: str
) -> None:
    with pytest.raises(BadValue) as caught:
        session.read(parse_value, noun, field, text).result()
    assert (caught.value.field, caught.value.reason) == (field, reason)


def test_a_stage_is_known_in_both_languages(session: Session) -> None:
    english, chinese = (session.read(parse_value, "deal", "stage", text).result() for text in ("PROPOSAL", "方案报价"))
    assert english == chinese


def test_a_reader_makes_no_tags(session: Session) -> None:
    with pytest.raises(UnknownName):
        session.read(parse_value, "account", "tags", "fresh").result()
    made = session.write(parse_value, "account", "tags", "fresh, FRESH，old").result().value
    assert len(made) == 2


def test_an_unknown_field_is_named(session: Session) -> None:
    with pytest.raises(UnknownField):
        session.read(parse_value, "contact", "nonsense", "x").result()
