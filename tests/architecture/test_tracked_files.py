"""What is tracked works everywhere: no registry's address, no path of one machine, nothing put off."""

import re

from tests.architecture.sources import ROOT, shown, tracked

# Written in halves, so that this file does not find itself.
HALVES = [
    ("py", "pi.org"),
    ("python", "hosted"),
    ("npm", "js.org"),
    ("deb.", "debian.org"),
    ("--index", "-url"),
]
ADDRESSES = ["".join(halves) for halves in HALVES]
MACHINE_PATHS = ["/wor" + "k/", "/roo" + "t/", "/opt/" + "pypi"]
PUT_OFF = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME|XX" + r"X)\b")


def text_lines() -> list[tuple[str, str]]:
    """(place, line) of every tracked text file."""
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            lines = content.decode("utf-8").splitlines()
            found += [(f"{shown(path)}:{number}", line) for number, line in enumerate(lines, 1)]
    return found


def test_no_address_of_a_registry_is_written_down() -> None:
    named = [place for place, line in text_lines() if any(each in line for each in ADDRESSES)]
    assert [place for place in named if not place.startswith("packaging/lock:")] == []


def test_the_locks_hold_no_address_at_all() -> None:
    for name in ("requirements.txt", "requirements-development.txt"):
        lock = (ROOT / "packaging" / name).read_text("utf-8")
        assert "://" not in lock
        assert "#" not in lock
        assert lock.count("--hash=sha256:") > lock.count("==") > 15


def test_no_path_of_one_machine_is_written_down() -> None:
    assert [place for place, line in text_lines() if any(each in line for each in MACHINE_PATHS)] == []


def test_nothing_is_put_off() -> None:
    assert [place for place, line in text_lines() if PUT_OFF.search(line)] == []
