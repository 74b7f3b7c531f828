"""Starts Satchel from a checkout on a machine that has only Python: makes the environment, then hands over.

Run by `run` and `run.cmd`, imported by nobody: one file, standard library only, because on a bare machine
nothing can be imported yet. Everything it says (bootstrap.json) goes to standard error, so that the standard
output of `./run ARGS --json` stays one JSON document. Exit status 5: something is missing on this machine.
"""

import contextlib
import hashlib
import importlib.util
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "satchel-stamp.json"
PRIVATE = ENVIRONMENT / "system"  # Debian packages unpacked for an ordinary user
LOCKS = {
    "program": ROOT / "packaging" / "requirements.txt",
    "development": ROOT / "packaging" / "requirements-development.txt",
}
WORDS = ROOT / "packaging" / "bootstrap.json"
UNAVAILABLE = 5
Command = Sequence[str | Path]

# What Qt's platforms need from the system, by the plug-in that is looked at with ldd.
PLATFORMS = {
    "offscreen": ("libqoffscreen.so", "libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0"),
    "xcb": (
        "libqxcb.so",
        "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0",
    ),
    "wayland": ("libqwayland*.so", "libwayland-client0 libwayland-cursor0 libwayland-egl1"),
}
# Programs that tests start, by the Debian package that brings them.
PROGRAMS = {"dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring"}
# Options of commands.md that take a value: what follows them is no command.
VALUED = {"--vault", "--user", "--passphrase-file", "--recovery-code-file", "--lang"}


class MissingError(Exception):
    """Something that this machine lacks; the message is a whole sentence for a person."""


def chinese(words: Sequence[str]) -> bool:
    """Whether to speak Chinese: `--lang`, else the locale's variables in their order."""
    asked = next((after for word, after in itertools.pairwise(words) if word == "--lang"), "")
    names = (asked, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return next((name for name in names if name), "").lower().startswith("zh")


def sentence(key: str, **facts: object) -> str:
    """A sentence of bootstrap.json in the person's language."""
    language = "zh_CN" if chinese(sys.argv) else "en"
    return str(json.loads(WORDS.read_text("utf-8"))[key][language]).format(**facts)


def tell(key: str, **facts: object) -> None:
    print(sentence(key, **facts), file=sys.stderr, flush=True)


def call(command: Command, env: Mapping[str, str] | None = None) -> bool:
    """Run a program with its output on standard error; whether it succeeded."""
    return subprocess.run(list(command), stdout=sys.stderr, env=env, check=False).returncode == 0


def call_quietly(command: Command) -> bool:
    """Run a program whose output matters only when it fails; whether it succeeded."""
    done = subprocess.run(list(command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def provide(packages: str, what: str) -> None:
    """Install Debian packages: as administrator for the system, else into .venv; else say what is missing."""
    if not shutil.which("apt-get"):
        raise MissingError(sentence("missing_unknown", what=what, packages=packages))
    line = f"apt-get install --yes --no-install-recommends {packages}"
    rights = administrator()
    if rights is None:
        tell("private", line=line)
        done = unpack(packages)
    else:
        tell("installing", line=" ".join([*rights, line]))
        quietly = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
        done = call_quietly([*quietly, "apt-get", "update"]) and call_quietly([*quietly, *line.split()])
    if not done:
        raise MissingError(sentence("missing", what=what, line=f"apt-get update && {line}"))


def administrator() -> list[str] | None:
    """What to put before a command to run it as administrator unasked; None when that cannot be."""
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def unpack(packages: str) -> bool:
    """Fetch packages from the system's own signed sources with apt's state in .venv, and unpack them there.

    Needs no rights: apt works on private lists and a private cache, and only reads what dpkg has installed.
    """
    state, cache = PRIVATE / "apt-state", PRIVATE / "apt-cache"
    for folder in (state / "lists" / "partial", cache / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    options = {
        "Dir::State": state,
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": cache,
        "Debug::NoLocking": "1",
    }
    apt = ["apt-get", "-qq", *(part for name, value in options.items() for part in ("-o", f"{name}={value}"))]
    fetch = [*apt, "install", "--yes", "--download-only", "--no-install-recommends", *packages.split()]
    done = call_quietly([*apt, "update"]) and call_quietly(fetch)
    archives = sorted(cache.glob("archives/*.deb"))
    done = done and all(call(["dpkg-deb", "--extract", archive, PRIVATE]) for archive in archives)
    for folder in (state, cache):
        shutil.rmtree(folder, ignore_errors=True)
    return done


def private_settings() -> dict[str, str]:
    """Environment variables that make unpacked packages be found; empty when there are none."""
    programs = PRIVATE / "usr" / "bin"
    settings = {"PATH": f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{programs}"} if programs.is_dir() else {}
    folders = sorted({str(found.parent) for found in PRIVATE.glob("**/lib/*-linux-gnu*/*.so.*")})
    if folders:
        settings["LD_LIBRARY_PATH"] = os.pathsep.join([*folders, os.environ.get("LD_LIBRARY_PATH", "")]).rstrip(":")
    places = {"FONTCONFIG_PATH": "etc/fonts", "XKB_CONFIG_ROOT": "usr/share/X11/xkb"}
    for name, place in places.items():
        if not Path("/", place).exists() and (PRIVATE / place).exists():
            settings[name] = str(PRIVATE / place)
    return settings


def environment_python() -> Path:
    windows = sys.platform == "win32"
    return ENVIRONMENT / ("Scripts/python.exe" if windows else "bin/python")


def wanted(kind: str) -> str:
    """What the stamp must say for a lock to count as installed: its hash, this Python and this place."""
    digest = hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()
    return f"{digest} {sys.version_info[0]}.{sys.version_info[1]} {ROOT}"


def stamp() -> dict[str, str]:
    try:
        read = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def remember(key: str, value: str) -> None:
    STAMP.write_text(json.dumps(stamp() | {key: value}, indent=1), "utf-8")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two first starts at once take turns; on Windows the second may have to be repeated."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with LOCKS["program"].open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def prepare(kind: str) -> None:
    """Make the environment and install a lock into it, unless the stamp says that it is there already."""
    if stamp().get(kind) == wanted(kind):
        return
    with alone():
        if stamp().get(kind) == wanted(kind):
            return
        tell("preparing" if kind == "program" else "tools")
        if stamp().get(kind) or not environment_works():
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            make_environment()
        install(kind)


def environment_works() -> bool:
    """Whether there is an environment of this Python version, made by an earlier or interrupted start."""
    ask = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    try:
        return subprocess.run([environment_python(), "-c", ask], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> None:
    """A virtual environment with pip; Debian keeps pip's wheel in a package of its own."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    bare = importlib.util.find_spec("ensurepip") is None
    if bare and administrator() is not None:
        provide(package, package)
        bare = False
    if not call([sys.executable, "-m", "venv", *(["--without-pip"] if bare else []), ENVIRONMENT]):
        raise MissingError(sentence("no_environment"))
    if bare:
        provide(package, package)
        wheel = next(PRIVATE.glob("usr/share/python-wheels/pip-*.whl"), None)
        pip: Command = [environment_python(), "-m", "pip", "install", "--quiet", "--no-index", wheel or "pip"]
        if not call(pip, os.environ | {"PYTHONPATH": str(wheel)}):
            raise MissingError(sentence("no_environment"))


def install(kind: str) -> None:
    """Install a lock by its hashes, wheels only, and let the environment find the checkout's packages."""
    lock = LOCKS[kind]
    pip: Command = [environment_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not call([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", lock]):
        raise MissingError(sentence("not_installed", lock=lock.name))
    # After the libraries on the path, so that our folder packaging/ never hides the library of that name.
    (site_packages() / "satchel.pth").write_text(f"{ROOT}\n", "utf-8")
    remember(kind, wanted(kind))


def site_packages() -> Path:
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(subprocess.check_output([environment_python(), "-c", ask], text=True).strip())


def provide_qt(platform: str) -> None:
    """See to the system's libraries of one of Qt's platforms; remembered in the stamp."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd") or stamp().get(platform) == "complete":
        return
    packages = PLATFORMS[platform][1]
    lacking = unresolved(platform)
    if lacking:
        provide(packages, ", ".join(lacking))
        lacking = unresolved(platform)
    if lacking:
        line = f"apt-get update && apt-get install --yes --no-install-recommends {packages}"
        raise MissingError(sentence("missing", what=", ".join(lacking), line=line))
    remember(platform, "complete")


def provide_programs() -> None:
    """See once to the programs that tests start; where one cannot be had, its tests skip and say so."""
    lacking = " ".join(package for program, package in PROGRAMS.items() if not shutil.which(program))
    if lacking and sys.platform.startswith("linux") and stamp().get("programs") != lacking:
        with contextlib.suppress(MissingError):
            provide(lacking, lacking)
        remember("programs", lacking)


def unresolved(platform: str) -> list[str]:
    """Names of the shared libraries that a platform's plug-in and Qt's own libraries do not find."""
    qt = site_packages() / "PySide6" / "Qt"
    plugins = qt.glob(f"plugins/platforms/{PLATFORMS[platform][0]}")
    files = [*plugins, *qt.glob("lib/libQt6Widgets.so.*"), *qt.glob("lib/libQt6Svg.so.*")]
    found = subprocess.run(
        ["ldd", *files], capture_output=True, text=True, env=os.environ | private_settings(), check=False
    )
    return sorted({line.split()[0] for line in found.stdout.splitlines() if line.endswith("not found")})


def display_platforms() -> list[str]:
    """Qt's platforms for a window here, each with a display that answers; `MissingError` when none does."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ["offscreen"]
    displays = {"wayland": os.environ.get("WAYLAND_DISPLAY", ""), "xcb": os.environ.get("DISPLAY", "")}
    answering = [name for name, display in displays.items() if display and answers(name, display)]
    if not answering:
        named = " / ".join(display for display in displays.values() if display)
        raise MissingError(sentence("dead_display", display=named) if named else sentence("no_display"))
    return ["offscreen", *answering]


def answers(platform: str, display: str) -> bool:
    """Whether something listens at a display; Qt itself would abort the process."""
    if platform == "wayland":
        return connects(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/run"), display)))
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if host in ("", "unix"):
        place = f"/tmp/.X11-unix/X{number}"
        return connects(place) or connects(f"\0{place}")
    try:
        socket.create_connection((host, 6000 + int(number)), timeout=3).close()
    except (OSError, ValueError):
        return False
    return True


def connects(place: str) -> bool:
    with socket.socket(socket.AF_UNIX) as end:
        end.settimeout(3)
        return end.connect_ex(place) == 0


def command_of(words: Sequence[str]) -> str:
    """The command among the words, "" for none: then the window is asked for."""
    rest = iter(words)
    for word in rest:
        if word in VALUED:
            next(rest, None)
        elif not word.startswith("-"):
            return word
        elif word in ("-h", "--help", "--version"):
            return "help"
    return ""


def run_tests(words: Sequence[str], env: Mapping[str, str]) -> int:
    """All checks, then the tests; with words of its own only pytest, whose closing line comes last."""
    tools = environment_python().parent
    checks: dict[str, Command] = {
        "ruff check": [tools / "ruff", "check", "--quiet", "."],
        "ruff format": [tools / "ruff", "format", "--check", "--quiet", "."],
        "mypy": [tools / "mypy", "--no-error-summary"],
        "import-linter": [tools / "lint-imports"],
    }
    failed = [] if words else [name for name, check in checks.items() if not call(check, env)]
    if failed:
        tell("checks_failed", names=", ".join(failed))
    sys.stderr.flush()
    pytest: Command = [environment_python(), "-m", "pytest", *(words or ["-q", "-n", "2"])]
    status = subprocess.run(pytest, env=env, check=False).returncode
    return status or int(bool(failed))


def start(words: Sequence[str], env: dict[str, str]) -> NoReturn:
    """Hand over to the program in its environment; other systems than Windows replace this process."""
    if not words:
        env["SATCHEL_DEMO"] = "1"
    command = [str(environment_python()), "-P", "-m", "app", *words]
    if sys.platform == "win32":
        sys.exit(subprocess.run(command, env=env, check=False).returncode)
    os.execve(command[0], command, env)


def main(words: Sequence[str]) -> int:
    """Prepare what the words need, then do them; gives the exit status of commands.md."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- run.cmd and a person's own call do not look
        raise MissingError(sentence("old_python", version=sys.version.split()[0]))
    command = command_of(words)
    if command == "server":
        tell("server")
        return 1
    platforms = display_platforms() if not command else ["offscreen"] * (command in ("test", "self-test"))
    prepare("program")
    if command == "test":
        prepare("development")
        provide_programs()
    for platform in platforms:
        provide_qt(platform)
    env = os.environ | private_settings()
    env.pop("PYTHONPATH", None)
    if command == "test":
        os.chdir(ROOT)
        return run_tests(words[1:], env | {"QT_QPA_PLATFORM": "offscreen"})
    if not command and platforms[1:] == ["xcb"]:
        env["QT_QPA_PLATFORM"] = "xcb"
    start(words, env)


def finish() -> NoReturn:
    """Every ending is an exit status, and a sentence where something is missing."""
    try:
        sys.exit(main(sys.argv[1:]))
    except MissingError as missing:
        print(missing, file=sys.stderr)
        sys.exit(UNAVAILABLE)
    except (OSError, subprocess.SubprocessError) as failure:
        tell("failed", why=failure)
        sys.exit(UNAVAILABLE)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    finish()
