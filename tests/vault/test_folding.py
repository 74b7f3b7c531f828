"""Text without case, accents and widths; list order of Chinese names; search terms and queries."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.folding import fold, phone_terms, query_terms, search_terms, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ÆRØ đ ﬁ", "aero d fi"),
        ("ＡＢＣ１２", "abc12"),
        ("İstanbul ISPARTA", "istanbul isparta"),
        ("e\u0301cole", "ecole"),
        ("王小明", "王小明"),
        ("ガラス", "ガラス"),
        ("so\u00adft\u200b", "soft"),
        ("a\x00b", "ab"),
    ],
)
def test_folding_takes_case_accents_and_widths_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_and_always_gives_storable_text(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    once.encode()
    assert "\0" not in once


@given(st.text(max_size=20), st.booleans())
def test_what_folds_equal_sorts_equal(text: str, person: bool) -> None:
    assert sort_key(text, person=person) == sort_key(fold(text), person=person)


def test_chinese_names_sort_among_latin_ones_by_reading() -> None:
    names = ["张伟", "Zoe", "Adam", "王芳", "李娜", "Emil"]
    assert sorted(names, key=lambda name: sort_key(name, person=True)) == [
        "Adam", "Emil", "李娜", "王芳", "张伟", "Zoe",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("单雄信", "shan4"),
        ("曾国藩", "zeng1"),
        ("解晓东", "xie4"),
        ("仇英", "qiu2"),
        ("区志航", "ou1"),
        ("查良镛", "zha1"),
        ("盖叫天", "ge3"),
        ("任正非", "ren2"),
        ("尉迟恭", "yu4 chi2"),
        ("欧阳修", "ou1 yang2"),
    ],
)
def test_a_surname_has_its_own_reading(name: str, key: str) -> None:
    assert sort_key(name, person=True).startswith(key + " ")


def test_a_short_syllable_comes_before_a_longer_one_that_begins_like_it() -> None:
    assert sort_key("西安") < sort_key("先")


def test_a_phone_number_gives_tokens_for_prefixes_and_the_tail() -> None:
    assert phone_terms("+4915112345678") == "p4915112345678 p15112345678 r8765432115194"
    assert phone_terms("+39061234567") == "p39061234567 p61234567 r76543216093"
    assert phone_terms("") == ""


def _index(*documents: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize='unicode61', prefix='1 2 3')")
    connection.executemany("INSERT INTO found VALUES (?)", [(each,) for each in documents])
    return connection


def _finds(connection: sqlite3.Connection, query: str) -> bool:
    match = query_terms(query)
    if match is None:
        return False
    return bool(connection.execute("SELECT 1 FROM found WHERE found MATCH ?", (match,)).fetchone())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("jurgen", True),
        ("MÜL jür", True),
        ("小明", True),
        ("王小", True),
        ("明", True),
        ("王明", False),
        ("anna@exam", True),
        ("0151 123", True),
        ("+49 (0)151-1234", True),
        ("0049151", True),
        ("5678", True),
        ("49151", True),
        ("151 12345678", True),
        ("５６７８", True),
        ("müller 5678", True),
        ("9999", False),
        ("jurgen 9999", False),
        ("34567", False),
    ],
)
def test_what_a_person_types_finds_names_chinese_mail_and_phones(query: str, found: bool) -> None:
    text = search_terms("Jürgen Müller 王小明 anna@example.com") + " " + phone_terms("+4915112345678")
    with closing(_index(text)) as connection:
        assert _finds(connection, query) is found


@pytest.mark.parametrize("query", ["", "  ", "-", "()", '"', "*", "\x00", "\ud800", "+"])
def test_nothing_searchable_gives_no_query(query: str) -> None:
    assert query_terms(query) is None


HOSTILE = [
    'a" OR "b',
    "NEAR(a b)",
    "col:x",
    "a AND",
    "NOT b",
    "^a",
    "a*",
    "(((",
    '""""',
    "{a b}:c",
    "a -b",
    "1 OR 1",
    "'",
]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60), st.text('"*()-+^:0189 aORNT\x00王', max_size=60)))
def test_no_input_reaches_the_syntax_of_the_text_index(query: str) -> None:
    with closing(_index("some text 123")) as connection:
        _finds(connection, query)
