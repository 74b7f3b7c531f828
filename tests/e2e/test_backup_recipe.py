"""A backup opened by the manual's recipe: public packages, the recovery code, and no line of ours."""

import csv
import re
import shutil
import subprocess
import sys
import sysconfig
from io import BytesIO
from pathlib import Path

import pytest

from resources import path as resource
from tests.vault.backing import back_up
from tests.vault.desk import Desk

PEOPLE = [
    ("Ada Lovelace", "Countess", "ada@example.org", "+442071234567", "Wrote\ntwo lines, and a comma", "ID-4711"),
    ("王小明", "经理", "wang@example.cn", "+861012345678", "喜欢茶", ""),
]
PUBLIC = ("cryptography", "cbor2", "sqlcipher3", "cffi", "_cffi_backend*", "_cbor2*", "pycparser", "typing_extensions*")
RUN = """
import sys
ours = {"vault", "app", "sync", "ui", "resources", "tests", "satchel"}
class Guard:
    def find_spec(self, name, *rest):
        if name.partition(".")[0] in ours:
            raise ImportError(name)
sys.meta_path.insert(0, Guard())
sys.path.append(sys.argv.pop(1))
sys.argv.pop(0)
with open(sys.argv[0], encoding="utf-8") as file:
    exec(compile(file.read(), "recipe", "exec"))
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""


def recipe(language: str) -> str:
    """The one block of Python on the page."""
    blocks = re.findall(
        r"```python\n(.*?)```", resource(f"manual/{language}/opening-a-backup.md").read_text("utf-8"), re.S
    )
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the public packages alone."""
    folder = tmp_path_factory.mktemp("public")
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for pattern in PUBLIC:
            for found in Path(place).glob(pattern):
                (shutil.copytree if found.is_dir() else shutil.copy)(found, folder / found.name)
    return folder


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_opens_a_backup_with_standard_tools_and_the_recovery_code_alone(
    desk: Desk, tmp_path: Path, recovery_code: str, public: Path, language: str
) -> None:
    for name, title, email, phone, notes, number in PEOPLE:
        values = {"name": name, "title": title, "email": email, "phone": phone, "notes": notes}
        desk.add("contact", **values, **({"id_number": number} if number else {}))
    content = bytes(range(256)) * 700
    blob = desk.vault.blobs.write(BytesIO(content))
    desk.do(desk.vault.blobs.enter, blob)
    made = back_up(desk.vault, tmp_path / "backups")
    alone, out = tmp_path / "alone", tmp_path / "alone" / "out"
    out.mkdir(parents=True)
    shutil.copy(made.file, alone / "b.satchelbackup")
    (alone / "code.txt").write_text(f"Recovery code of Acme\n\n  {recovery_code}\n", "utf-8")
    (alone / "open_backup.py").write_text(recipe(language), "utf-8")
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        RUN,
        str(public),
        "open_backup.py",
        "b.satchelbackup",
        "code.txt",
        "out",
    ]
    done = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert not {"vault", "app", "sync", "ui", "resources"} & set(re.findall(r"'(\w+)'", done.stdout))
    with (out / "contacts.csv").open(encoding="utf-8", newline="") as file:
        heads, *rows = csv.reader(file)
    assert heads == ["name", "title", "email", "phone", "notes", "id_number"]
    assert [tuple(row) for row in rows] == PEOPLE
    assert (out / blob.id.hex()).read_bytes() == content


def test_both_pages_have_the_same_program_but_for_its_words() -> None:
    def bare(language: str) -> str:
        lines = [line for line in recipe(language).splitlines() if not line.startswith("#")]
        return re.sub(r', (?:name \+ )?"[^"]*"$', "", "\n".join(lines), flags=re.M)

    assert bare("en") == bare("zh_CN")
