"""Every field of every noun says its class, mask and merge rule, and they agree."""

import pytest
from sqlcipher3 import dbapi2

from vault.migrate import LATEST, migrate, script
from vault.model.catalogue import COMPARTMENTS, NOUNS
from vault.model.fields import Field, Kind, Mask, Merge, Noun, Sensitivity
from vault.model.layout import columns

FIELDS = [pytest.param(noun, field, id=f"{noun.name}.{field.name}") for noun in NOUNS.values() for field in noun.fields]


def test_the_catalogue_holds_the_nouns_of_the_first_version() -> None:
    first = {
        "account",
        "contact",
        "affiliation",
        "contact_point",
        "address",
        "deal",
        "pipeline",
        "stage",
        "activity",
        "tag",
    }
    assert first <= set(NOUNS)
    assert len({noun.number for noun in NOUNS.values()}) == len(NOUNS)
    assert len({noun.table for noun in NOUNS.values()}) == len(NOUNS)


@pytest.mark.parametrize(("noun", "field"), FIELDS)
def test_a_field_has_class_mask_merge_rule_and_words(noun: Noun, field: Field) -> None:
    assert isinstance(field.kind, Kind)
    assert isinstance(field.sensitivity, Sensitivity)
    assert isinstance(field.mask, Mask)
    assert isinstance(field.merge, Merge)
    assert field.words.en.strip()
    assert field.words.zh_CN.strip()
    assert not field.derived or field.merge is Merge.COMPUTED


@pytest.mark.parametrize(("noun", "field"), FIELDS)
def test_a_mask_hides_what_the_class_says(noun: Noun, field: Field) -> None:
    shown_whole = field.mask is Mask.VALUE
    assert shown_whole == (field.sensitivity is Sensitivity.OPEN)
    assert (field.mask is Mask.ABSENT) == (field.sensitivity >= Sensitivity.SENSITIVE)
    assert (field.compartment in COMPARTMENTS) == (field.sensitivity is Sensitivity.SENSITIVE)
    assert field.search == 0 or field.sensitivity <= Sensitivity.PERSONAL
    assert field.personal or field.sensitivity not in (Sensitivity.PERSONAL, Sensitivity.SENSITIVE)


@pytest.mark.parametrize(("noun", "field"), FIELDS)
def test_a_choice_has_choices_and_a_link_an_end(noun: Noun, field: Field) -> None:
    assert bool(field.choices) == (field.kind is Kind.CHOICE)
    assert field.target is None or field.target in {*NOUNS, "user", "team"}
    assert all(choice.words.en and choice.words.zh_CN for choice in field.choices)


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.name)
def test_a_noun_names_fields_that_it_has(noun: Noun) -> None:
    names = [field.name for field in noun.fields]
    assert len(names) == len(set(names))
    assert {noun.title, noun.sort.lstrip("-"), *noun.columns} <= set(names)
    assert noun.owner_link is None or noun.owner_link in names


@pytest.mark.parametrize("noun", NOUNS.values(), ids=lambda noun: noun.name)
def test_the_table_has_the_columns_of_the_declaration_and_no_others(noun: Noun) -> None:
    connection = dbapi2.connect(":memory:", isolation_level=None)
    migrate(connection)
    made = {row[1] for row in connection.execute(f"PRAGMA table_xinfo({noun.table})")}
    connection.close()
    assert made == {name for name, _ in columns(noun.name)}


def test_migrations_are_numbered_without_a_gap() -> None:
    assert all(script(number).strip() for number in range(1, LATEST + 1))
    with pytest.raises(FileNotFoundError):
        script(LATEST + 1)
