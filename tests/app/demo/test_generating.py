"""Invented customers before any vault is involved."""

from datetime import date
from itertools import islice

import phonenumbers
import pytest

from app.demo.building import generate
from app.demo.names import ascii_form
from app.demo.sketching import Sketch
from app.starting import STAGE_NAMES, starting_records
from vault.model.catalogue import NOUNS
from vault.model.fields import Kind

TODAY = date(2026, 3, 2)


def sketches(accounts: int = 60, seed: int = 1, lang: str = "en") -> list[Sketch]:
    return list(generate(accounts, seed, lang, TODAY))


def test_the_same_seed_gives_the_same_customers() -> None:
    assert sketches() == sketches()
    assert sketches() != sketches(seed=2)


def test_a_longer_run_only_adds_to_a_shorter_one() -> None:
    short = sketches(30)
    assert list(islice(generate(60, 1, "en", TODAY), len(short))) == short


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_both_languages_are_there_whichever_leads(lang: str) -> None:
    names = [str(each.values["name"]) for each in sketches(lang=lang) if each.noun == "contact"]
    chinese = sum("\u4e00" <= name[0] <= "\u9fff" for name in names)
    assert 0.15 < chinese / len(names) < 0.9
    assert any(not name.isascii() and " " in name for name in names)


def test_every_value_has_a_declared_field() -> None:
    for each in sketches():
        noun = NOUNS[each.noun]
        for name in (*each.values, *each.links):
            assert noun.field(name) is not None, (each.noun, name)


def test_choices_are_those_declared() -> None:
    for each in sketches():
        for field in NOUNS[each.noun].fields:
            if field.kind is Kind.CHOICE and field.name in each.values:
                assert each.values[field.name] in {choice.key for choice in field.choices}


def test_links_point_backwards_only_so_that_batches_can_be_written_in_order() -> None:
    known = {"pipeline", *(f"stage:{name}" for name in STAGE_NAMES)}
    for each in sketches():
        for target in each.links.values():
            assert {target} <= known if isinstance(target, str) else set(target) <= known
        assert each.key not in known
        known.add(each.key)


def test_telephone_numbers_are_well_formed_and_sites_belong_to_nobody() -> None:
    for each in sketches():
        number = each.values.get("phone") or each.values.get("value")
        if number:
            assert phonenumbers.is_valid_number(phonenumbers.parse(str(number)))
        if "email" in each.values:
            assert str(each.values["email"]).endswith((".example.com", ".example.org", ".example.cn"))


def test_there_is_work_overdue_today_and_done() -> None:
    tasks = [each.values for each in sketches(200) if each.values.get("kind") == "task"]
    still = [str(each["due_on"]) for each in tasks if "done_at" not in each]
    assert any(day < TODAY.isoformat() for day in still)
    assert any(day > TODAY.isoformat() for day in still)
    assert any("done_at" in each for each in tasks)


def test_accents_fold_for_an_address() -> None:
    assert [ascii_form(name) for name in ("Łukasz", "Søren", "Müller", "Weiß", "José")] == [
        "lukasz",
        "soren",
        "muller",
        "weiss",
        "jose",
    ]


def test_a_new_vault_starts_with_one_pipeline_of_six_stages() -> None:
    pipeline, stages = starting_records("zh_CN")
    assert pipeline == {"name": "销售"}
    assert [stage["position"] for stage in stages] == [1, 2, 3, 4, 5, 6]
    assert [stage["state"] for stage in stages][-2:] == ["won", "lost"]
