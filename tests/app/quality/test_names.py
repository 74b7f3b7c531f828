"""Names of people in Western and Chinese order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.names import PersonName, join_name, split_name


@pytest.mark.parametrize(
    ("typed", "full", "given_name", "family"),
    [
        ("Anna Schmidt", "Anna Schmidt", "Anna", "Schmidt"),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Müller, Jürgen", "Jürgen Müller", "Jürgen", "Müller"),
        ("Madonna", "Madonna", "Madonna", None),
        ("王伟", "王伟", "伟", "王"),
        ("欧阳小明", "欧阳小明", "小明", "欧阳"),
        ("諸葛亮", "諸葛亮", "亮", "諸葛"),
        ("王 小明", "王小明", "小明", "王"),
        ("阿卜杜勒·热合曼", "阿卜杜勒·热合曼", "阿卜杜勒", "热合曼"),
    ],
)
def test_a_full_name_is_split_in_its_own_order(
    typed: str, full: str, given_name: str | None, family: str | None
) -> None:
    assert split_name(typed) == PersonName(full, given_name, family)


@pytest.mark.parametrize(
    ("typed", "full", "title", "suffix"),
    [
        ("Prof. Dr. Anna de la Cruz", "Anna de la Cruz", "Prof. Dr.", None),
        ("Smith, John, Jr.", "John Smith", None, "Jr."),
        ("欧阳小明 女士", "欧阳小明", "女士", None),
        ("王伟总经理", "王伟", "总经理", None),
    ],
)
def test_titles_and_suffixes_are_kept_apart(typed: str, full: str, title: str | None, suffix: str | None) -> None:
    name = split_name(typed)
    assert (name.full, name.title, name.suffix) == (full, title, suffix)


def test_parts_are_joined_in_the_order_of_their_script() -> None:
    assert join_name("小明", "欧阳") == "欧阳小明"
    assert join_name("Anna", "Schmidt") == "Anna Schmidt"
    assert join_name(None, None) is None


@given(st.sampled_from("王李张刘陈杨赵黄周吴"), st.text("一二明伟芳娜敏静丽强磊军洋", min_size=1, max_size=2))
def test_splitting_undoes_joining_for_chinese_names(family: str, given_name: str) -> None:
    name = split_name(join_name(given_name, family) or "")
    assert (name.given, name.family) == (given_name, family)


@given(st.text(min_size=1, max_size=40))
def test_any_text_is_a_name_of_some_kind(text: str) -> None:
    assert isinstance(split_name(text).full, str)
