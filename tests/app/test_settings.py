"""Settings: kept whole, read leniently, never in the way of starting."""

from pathlib import Path

import pytest

from app import settings
from app.settings import Settings


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    chosen = Settings(language="zh_CN", theme="dark", text_size=125, auto_lock_minutes=10, vaults=("/a", "/b"))
    settings.save(chosen, tmp_path / "s.json")
    assert settings.load(tmp_path / "s.json") == chosen
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\x00"])
def test_what_cannot_be_read_is_taken_as_never_chosen(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.json").write_text(text, encoding="utf-8")
    assert settings.load(tmp_path / "s.json") == Settings()


def test_values_of_the_wrong_kind_fall_back_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(
        '{"theme": 3, "text_size": true, "language": "en", "auto_lock_minutes": 0, "vaults": ["/a", 1], "x": 1}',
        encoding="utf-8",
    )
    assert settings.load(tmp_path / "s.json") == Settings(language="en", vaults=("/a",))


def test_the_last_opened_vault_stands_first_and_only_once() -> None:
    found = settings.with_vault(Settings(vaults=("/a", "/b")), Path("/b"))
    assert found.vaults == ("/b", "/a")


def test_only_a_few_vaults_are_remembered() -> None:
    found = Settings()
    for number in range(20):
        found = settings.with_vault(found, Path(f"/{number}"))
    assert len(found.vaults) == 8
    assert found.vaults[0] == "/19"
