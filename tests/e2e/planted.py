"""Five hundred values that must never lie in clear anywhere, and how to look for them. No test itself."""

import base64
from itertools import product
from pathlib import Path
from typing import Final

CORES: Final = {
    "name": ("Zqvexkurn", "翡麒麟"), "note": ("Quibblemoor", "青花瓷瓶"), "sealed": ("KWJXSEAL", "密封玉玺"),
    "draft": ("Jxdraftzy", "草稿珊瑚"), "search": ("Wqhuntov", "寻觅琥珀"), "filter": ("Wqsievem", "筛选玛瑙"),
    "file": ("Wqfilepy", "文件琉璃"), "mail": ("zqbriefkx",), "phone": ("3090182",),
    "company": ("Vkwerkzju", "公司砗磲"), "passphrase": ("Wqphrasj", "口令珍珠"),
}  # fmt: skip
"""Each kind's rare beginnings, Latin and Chinese: whatever of a value is found, its beginning is."""
PASSPHRASE: Final = "Wqphrasj harbour 口令珍珠 candle meadow"
FILES: Final = ("Wqfilepy 文件琉璃.csv", "Wqfilepy 文件琉璃.xlsx")
ROWS: Final = 40
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_PAIRS: Final = tuple("".join(pair) for pair in product(_LETTERS, repeat=2))


def values(kind: str, first: int, count: int) -> list[str]:
    """Values of a kind, one for each number from `first` on; every second one Chinese."""
    cores = CORES[kind]
    return [_value(kind, cores[number % len(cores)], number) for number in range(first, first + count)]


def _value(kind: str, core: str, number: int) -> str:
    if kind == "phone":
        return f"+49{core}{number:04}"
    if kind == "mail":
        return f"{core}.{_PAIRS[number]}@planted.example"
    return f"{core}{'' if ord(core[0]) > 127 else ' '}{_PAIRS[number]}"


def person(number: int) -> dict[str, str]:
    """A contact made of planted values only."""
    kinds = {"name": "name", "email": "mail", "phone": "phone", "notes": "note", "id_number": "sealed"}
    return {field: values(kind, number, 1)[0] for field, kind in kinds.items()}


def patterns(core: str) -> set[tuple[bytes, bool]]:
    """How a text may lie somewhere, and whether its case counts: plain, wide, in hexadecimal, base64, JSON."""
    plain = {core.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "gb18030")}
    plain |= {core.encode("ascii", "backslashreplace"), core.encode("utf-8").hex().encode()}
    plain |= {core.encode("utf-16-le").hex().encode(), core.encode("utf-16-be").hex().encode()}
    found = {(each.lower(), False) for each in plain}
    for coding, skipped in product(("utf-8", "utf-16-le"), range(3)):
        content = bytes(skipped) + core.encode(coding)
        whole = base64.b64encode(content)[-(-skipped * 8 // 6) : len(content) * 8 // 6]
        found.add((whole, True))
    return found


ALL: Final = {(kind, core): patterns(core) for kind, cores in CORES.items() for core in cores}


def found_in(data: bytes) -> set[tuple[str, str]]:
    """(kind, beginning) of what lies in some bytes."""
    lower = data.lower()
    return {
        which
        for which, looked_for in ALL.items()
        if any(pattern in (data if exact else lower) for pattern, exact in looked_for)
    }


def in_files(*folders: Path) -> dict[str, set[tuple[str, str]]]:
    """What lies in which file below some folders, in its content, its name or where it points."""
    found = {}
    for path in (each for folder in folders for each in folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        here = found_in(str(path.relative_to(path.parent)).encode() + b"\n" + content)
        if here:
            found[path.name] = here
    return found
