"""Stages are called by their own Chinese name where the program speaks Chinese, in tables and in files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.exporting.running import Request
from app.printing import json_value, text_value
from app.words import set_language
from tests.app.exporting.files import export
from tests.vault.desk import Desk, stages


@pytest.fixture
def chinese() -> Iterator[None]:
    set_language("zh_CN")
    yield
    set_language("en")


def test_a_stage_is_called_in_the_language_of_the_program(desk: Desk) -> None:
    desk.do(stages)
    stage = desk.one(desk.add("deal", name="Pilot"))["stage"]
    assert (text_value(stage, "en"), text_value(stage, "zh_CN")) == ("Lead", "线索")
    assert json_value(stage)["name"] == "Lead"  # type: ignore[index] # an object


def test_a_chinese_file_names_stages_in_chinese(desk: Desk, chinese: None, tmp_path: Path) -> None:
    desk.do(stages)
    desk.add("deal", name="Pilot")
    export(desk, Request(noun="deal", out=tmp_path / "deals.csv", columns=("name", "stage")))
    assert "线索" in (tmp_path / "deals.csv").read_text("utf-8-sig")
