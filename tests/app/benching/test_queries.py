"""Recorded queries."""

from datetime import date

from app.benching.queries import recorded
from app.demo.building import generate


def queries(seed: int = 1) -> list[str]:
    return recorded(generate(80, 1, "en", date(2026, 1, 15)), seed, 200)


def test_queries_are_the_same_for_the_same_seed() -> None:
    assert queries() == queries()
    assert queries() != queries(2)


def test_queries_mix_prefixes_chinese_and_phone_tails() -> None:
    found = queries()
    assert len(found) == 200
    assert all(found)
    assert sum(query.isdigit() for query in found) >= 40
    assert sum("\u4e00" <= query[0] <= "\u9fff" for query in found) >= 40
    assert sum(query.isascii() and query.isalpha() for query in found) >= 40
