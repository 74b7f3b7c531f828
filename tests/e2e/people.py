"""Somebody at the command line: each command a process of its own. For the tests of this folder; no test itself."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.vaults import PASSPHRASE

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """What one command gave: its status, its one document, and its sentences."""

    status: int
    document: dict[str, Any]
    said: str

    @property
    def kind(self) -> str:
        """What kind of error it was, or nothing."""
        return str(self.document.get("error", {}).get("kind", ""))


class Person:
    """Types commands on one vault; `environment` is added to each."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault
        self.passphrase = vault.parent / "passphrase"
        self.passphrase.write_text(PASSPHRASE)
        self.passphrase.chmod(0o600)

    def start(self, *words: str | Path, **environment: str) -> "subprocess.Popen[str]":
        """Start a command and do not wait."""
        command = [sys.executable, "-P", "-m", "app", "--json", "--vault", str(self.vault), *map(str, words)]
        around = {**os.environ, "PYTHONPATH": str(ROOT), "SATCHEL_PASSPHRASE_FILE": str(self.passphrase), **environment}
        return subprocess.Popen(
            command, cwd=self.vault.parent, env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: str | Path, **environment: str) -> Ended:
        """Run a command to its end."""
        return self.end(self.start(*words, **environment))

    def all(self, *commands: list[str], status: int = 0, **environment: str) -> list[Any]:
        """Run commands one after another in one process; the document of each, all of which ended with `status`."""
        once = "import json, sys; from app.__main__ import main; sys.exit(str({*map(main, json.loads(sys.argv[1]))}))"
        words = [["--json", "--vault", str(self.vault), *command] for command in commands]
        around = {**os.environ, "PYTHONPATH": str(ROOT), "SATCHEL_PASSPHRASE_FILE": str(self.passphrase), **environment}
        done = subprocess.run(
            [sys.executable, "-P", "-c", once, json.dumps(words)], cwd=self.vault.parent, env=around,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr.splitlines()[-1] == str({status}), done.stderr
        assert "Traceback" not in done.stderr
        return [json.loads(part) for part in done.stdout.replace("\n}\n{", "\n}\0{").split("\0")]

    @staticmethod
    def end(started: "subprocess.Popen[str]") -> Ended:
        """Wait for a command; it never ends in a traceback."""
        out, err = started.communicate(timeout=120)
        assert "Traceback" not in err and "Satchel:" not in err, err
        document = json.loads(out)
        assert started.returncode == 0 or document["error"]["kind"] != "unexpected", document
        return Ended(started.returncode, document, err)
