"""What is said of backups: time, place, state and policy, in both languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import words
from app.backups import Keep, Policy
from app.safekeeping import Known, Standing
from ui import backup_words

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
LAST = Known(
    id="1", at=0, destination="/media/mina/WORK-DISK/backups", file="f", size=3 << 20, digest=b"", commits=1, entries=1,
    proved_at=0, outcome="proved",
)  # fmt: skip


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    words.set_language(request.param)
    yield request.param
    words.set_language("en")


def standing(
    *, last: Known | None = LAST, changes: int = 0, late: bool = False, policy: Policy | None = None
) -> Standing:
    return Standing(last, changes, policy, late, due=False)


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (-5, "just now"),
        (59_999, "just now"),
        (MINUTE, "1 minute ago"),
        (2 * HOUR, "2 hours ago"),
        (9 * DAY, "9 days ago"),
    ],
)
def test_how_long_ago_is_said_in_one_unit(passed: int, said: str) -> None:
    assert backup_words.ago(1_000_000, 1_000_000 + passed) == said


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("/media/mina/WORK-DISK/backups", "WORK-DISK"),
        ("/run/media/mina/STICK", "STICK"),
        ("/Volumes/Time/satchel", "Time"),
        ("/home/mina/Backups", "Backups"),
        ("/media/alone", "alone"),
        ("/", "/"),
    ],
)
def test_a_place_is_called_as_its_medium_is(folder: str, said: str) -> None:
    assert backup_words.place(folder) == said


def test_the_last_proved_backup_is_said_with_its_place(language: str) -> None:
    said = backup_words.headline(standing(changes=12), 2 * HOUR)
    assert said.tone == "ok"
    assert said.heading == {"en": "Proved 2 hours ago on WORK-DISK", "zh_CN": "2 小时前在「WORK-DISK」上验证"}[language]
    assert ("12 changes since" in said.detail) is (language == "en")
    assert "3.0 MiB" in said.detail


def test_never_and_late_are_warnings(language: str) -> None:
    never, late = standing(last=None), standing(late=True)
    assert backup_words.headline(never, 0).tone == backup_words.headline(late, 9 * DAY).tone == "warn"
    assert backup_words.headline(never, 0).heading == words.say("backups.never")
    assert "9" in backup_words.headline(late, 9 * DAY).heading
    assert backup_words.late(standing(last=None, late=True), 0) == words.say("backups.late_none")


def test_the_policy_reads_as_a_sentence(language: str) -> None:
    wanted = Policy("/media/mina/WORK-DISK", 7, on_lock=True, after_changes=500, keep=Keep(7, 4, 12))
    assert (
        backup_words.policy(wanted)
        == {
            "en": "Made every 7 days, whenever the vault is locked and after 500 changes, to WORK-DISK. "
            "Kept: the newest of 7 days, 4 weeks and 12 months.",
            "zh_CN": "每 7 天、每次锁定保险库时、每 500 次更改后备份到「WORK-DISK」。"
            "保留最近 7 天、4 周和 12 个月中每期最新的一份。",
        }[language]
    )
    once = backup_words.policy(Policy("/b", 1))
    assert once.startswith({"en": "Made every day, to b. ", "zh_CN": "每 1 天备份到「b」。"}[language])


@pytest.mark.parametrize("wanted", [None, Policy("/b")], ids=["none", "a folder only"])
def test_without_any_reason_backups_are_made_on_request_only(wanted: Policy | None) -> None:
    assert backup_words.policy(wanted) == "Backups are made only when you ask."


def test_the_next_backup_goes_where_the_policy_says_or_where_the_last_went() -> None:
    assert backup_words.destination(None) is None
    assert backup_words.destination(standing(last=None)) is None
    assert backup_words.destination(standing()) == Path(LAST.destination)
    assert backup_words.destination(standing(policy=Policy("/other"))) == Path("/other")


def test_one_short_line_for_the_foot(language: str) -> None:
    assert backup_words.brief(None, 0) == ""
    assert backup_words.brief(standing(last=None), 0) == words.say("backups.never")
    assert backup_words.brief(standing(), DAY) == {"en": "Backed up 1 day ago", "zh_CN": "1 天前备份"}[language]
