"""Search as one types: titles first, then the newest, and never what the viewer may not read."""

from tests.vault.desk import Desk
from vault import search
from vault.reader import Reader

PEOPLE = ("Mina Park", "Minato Sato", "Parker Mint", "王佳宁", "佳美", "Łukasz Dąbrowski", "Zoë Müller")


def found(reader: Reader, text: str, limit: int = 20) -> list[tuple[str, int]]:
    return [(each.noun, each.n) for each in search.find(reader, text, limit)]


def fill(desk: Desk) -> None:
    for place, name in enumerate(PEOPLE):
        desk.add("contact", name=name, notes=f"mint condition {place}", phone=f"+4420794600{place:02}")
        desk.add("account", name=f"Mint {place} Ltd", industry="Park keeping")


def test_a_short_answer_is_the_start_of_the_long_one(desk: Desk) -> None:
    fill(desk)
    for text in ("mi", "min", "park", "佳", "mint con"):
        for reader in (desk.reader, desk.masked):
            whole = found(reader, text, 100)
            for limit in (1, 3, 8):
                assert found(reader, text, limit) == whole[:limit]


def test_titles_come_before_what_is_only_mentioned(desk: Desk) -> None:
    fill(desk)
    scores = [each.score for each in search.find(desk.reader, "mint", 100)]
    assert scores == sorted(scores, reverse=True)
    assert set(scores) == {1, 2}


def test_a_viewer_without_clearance_finds_no_person_by_name_or_number(desk: Desk) -> None:
    fill(desk)
    assert found(desk.reader, "Müller")
    assert found(desk.masked, "Müller") == []
    assert found(desk.reader, "0003")
    assert found(desk.masked, "0003") == []


def test_an_exact_title_is_found_behind_any_number_of_newer_ones_that_begin_so(desk: Desk) -> None:
    desk.add("contact", name="Zoë Li")
    desk.add("account", name="Mint")
    for place in range(8):
        desk.add("contact", name=f"Zoe Lindqvist {place}")
        desk.add("account", name=f"Mint {place}")
    assert found(desk.reader, "zoe li", 3)[0] == ("contact", 1)
    assert found(desk.reader, "Mint", 3)[0] == ("account", 1)
    assert found(desk.masked, "mint", 3)[0] == ("account", 1)
