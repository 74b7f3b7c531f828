"""The process is closed before anything of ours runs: environment, memory, last words. Real processes."""

import os
import re
import resource
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import PySide6
import pytest

from app import hardening

ROOT = Path(__file__).parents[2]
VALUE = "Zqxj Kwyvb-Anna"
CLOSE = "from app import bootstrap; bootstrap.prepare()\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")


def child(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of code in a process of its own."""
    command = [sys.executable, "-P", "-c", textwrap.dedent(code)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | env
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "name",
    [
        "PYTHON_KEYRING_BACKEND", "KEYRING_PROPERTY_SCHEME", "KEYCHAIN_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH",
        "QML_DISABLE_DISK_CACHE", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_GENERIC_PLUGINS", "QT_LOGGING_RULES",
        "QT_LOGGING_CONF", "SQLITE_TMPDIR", "SQLITE_HISTORY", "PYTHONSTARTUP", "PYTHONBREAKPOINT", "PYTHONINSPECT",
        "PYTHONPATH", "PYTHONWARNINGS", "OPENSSL_CONF", "OPENSSL_MODULES", "SSLKEYLOGFILE", "GTK_MODULES",
        "GTK3_MODULES", "GIO_EXTRA_MODULES", "GDK_PIXBUF_MODULE_FILE", "GCONV_PATH",
    ],
)  # fmt: skip
def test_what_loads_code_or_moves_files_is_taken_out(name: str) -> None:
    environment = {name: "x", "LANG": "de_DE.UTF-8"}
    assert hardening.clean(environment) == [name]
    assert environment == {"LANG": "de_DE.UTF-8", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QT_QPA_PLATFORM", "offscreen"), ("QT_QPA_PLATFORM", "wayland;xcb"), ("QT_SCALE_FACTOR", "1.5"),
        ("QT_SCREEN_SCALE_FACTORS", "DP-1=2;HDMI-1=1"), ("QT_IM_MODULE", "fcitx"), ("QT_FONT_DPI", "120"),
        ("QT_QPA_PLATFORMTHEME", "gtk3"), ("XCURSOR_SIZE", "48"), ("XCURSOR_PATH", "/usr/share/icons"),
        ("FONTCONFIG_PATH", "/etc/fonts"), ("LD_LIBRARY_PATH", "/lib"), ("GTK_THEME", "Adwaita"),
        ("PYTHONUTF8", "1"), ("SATCHEL_VAULT", "/a/b"), ("XDG_CONFIG_HOME", "/a"), ("LC_ALL", "zh_CN.UTF-8"),
    ],
)  # fmt: skip
def test_what_fits_the_window_to_a_desk_stays(name: str, value: str) -> None:
    environment = {name: value}
    assert hardening.clean(environment) == []
    assert environment[name] == value


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("QT_QPA_PLATFORM", "vnc:port=5900", None),
        ("QT_QPA_PLATFORM", "vnc;xcb", "xcb"),
        ("QT_QPA_PLATFORM", "offscreen:configfile=/tmp/x", "offscreen"),
        ("QT_QPA_PLATFORMTHEME", "/tmp/theme", None),
        ("QT_STYLE_OVERRIDE", "../style", None),
    ],
)
def test_a_platform_that_shows_the_window_to_others_and_a_path_are_cut_off(
    name: str, value: str, left: str | None
) -> None:
    environment = {name: value}
    assert hardening.clean(environment) == [name]
    assert environment.get(name) == left


@linux
def test_files_are_the_owners_and_memory_is_nobody_elses() -> None:
    ask = """
        import os, resource, ctypes
        print(os.umask(0), *resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    """
    assert child(CLOSE + textwrap.dedent(ask)).stdout.split() == ["63", "0", "0", "0"]


@linux
@pytest.mark.parametrize("closed", [True, False])
def test_a_process_that_aborts_leaves_no_core(closed: bool, tmp_path: Path) -> None:
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    code = f"import os, resource; resource.setrlimit(resource.RLIMIT_CORE, ({most}, {most}))\n"
    code += (CLOSE if closed else "") + f"kept = {VALUE!r}; os.abort()"
    command = [sys.executable, "-P", "-c", code]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
    said = tmp_path / "said"
    with said.open("wb") as stream:
        process = subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=stream)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert os.WTERMSIG(status) == 6
    assert os.WCOREDUMP(status) == (not closed and most != 0)
    assert closed <= ([path.name for path in tmp_path.iterdir()] == ["said"])
    assert VALUE.encode() not in said.read_bytes()


LEAKS = {
    "exception": f"raise ValueError({VALUE!r})",
    "chained": f"""
try:
    raise KeyError({VALUE!r})
except KeyError as error:
    raise RuntimeError({VALUE!r}) from error""",
    "thread": f"""
import threading
def fail(): raise ValueError({VALUE!r})
thread = threading.Thread(target=fail, name={VALUE!r}); thread.start(); thread.join()""",
    "unraisable": f"""
class Last:
    def __repr__(self): return {VALUE!r}
    def __del__(self): raise ValueError({VALUE!r})
Last()""",
    "warning": f"import warnings; warnings.warn({VALUE!r})",
    "foreign_log": f"""
import logging
logging.getLogger("library.{VALUE}").error({VALUE!r} + "%s", {VALUE!r})
logging.getLogger().debug({VALUE!r})""",
    "bad_log": f"import logging; logging.getLogger('app.x').error('%d', {VALUE!r})",
    "own_log": f"import logging; logging.getLogger('vault.x').debug('seen %s', {VALUE!r})",
}


@pytest.mark.parametrize("debugging", ["", "1"])
@pytest.mark.parametrize("leak", LEAKS)
def test_what_goes_wrong_is_told_without_values(leak: str, debugging: str, tmp_path: Path) -> None:
    done = child(CLOSE + LEAKS[leak], SATCHEL_DATA_DIR=str(tmp_path), SATCHEL_DEBUG=debugging)
    log = (tmp_path / "satchel.log").read_text("utf-8")
    assert not any(part in done.stdout + done.stderr + log for part in VALUE.split())
    lines = {"own_log": bool(debugging), "foreign_log": 1 + bool(debugging)}
    assert len(log.splitlines()) == 1 + lines.get(leak, 1)  # the first tells of PYTHONPATH, which started this process


def test_last_words_name_the_class_and_our_own_places_alone() -> None:
    done = child(CLOSE + f"from vault import ids; ids.key_of({VALUE!r})")
    assert done.returncode == 1
    assert re.fullmatch(r"Satchel: UnknownRecord <string>:2 ids\.py:\d+\n", done.stderr)


@linux
@pytest.mark.parametrize("closed", [True, False])
def test_a_plug_in_from_a_folder_of_the_environment_is_not_loaded(closed: bool, tmp_path: Path) -> None:
    hostile = tmp_path / "platforms"
    hostile.mkdir()
    real = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    shutil.copy(real, hostile)
    code = (CLOSE if closed else "") + (
        "from ui import application\n"
        "application.prepared()\n"
        "from pathlib import Path\n"
        f"print({str(hostile)!r} in Path('/proc/self/maps').read_text())"
    )
    done = child(code, QT_QPA_PLATFORM_PLUGIN_PATH=str(hostile), QT_PLUGIN_PATH=str(tmp_path), LD_LIBRARY_PATH=":".join(
        filter(None, (os.environ.get("LD_LIBRARY_PATH"), str(real.parents[2] / "lib")))))  # fmt: skip
    assert done.stdout.strip() == str(not closed), done.stderr


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("way", ["variable", "file"])
def test_a_keyring_from_the_environment_is_not_loaded(way: str, closed: bool, own_home: Path, tmp_path: Path) -> None:
    trace = tmp_path / "loaded"
    (tmp_path / "hostile.py").write_text(
        f"from keyring.backend import KeyringBackend\nopen({str(trace)!r}, 'w').close()\n"
        "class Keyring(KeyringBackend):\n priority = 9\n get_password = set_password = delete_password = lambda *a: ''"
    )
    env = {"PYTHON_KEYRING_BACKEND": "hostile.Keyring"} if way == "variable" else {}
    if way == "file":
        folder = own_home / ".config" / "python_keyring"
        folder.mkdir()
        (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=hostile.Keyring\nkeyring-path={tmp_path}\n")
    code = (CLOSE if closed else "") + "import keyring; print(type(keyring.get_keyring()).__module__)"
    done = child(code, PYTHONPATH=os.pathsep.join((str(ROOT), str(tmp_path))), **env)
    assert done.stdout.strip() == ("keyring.backends.fail" if closed else "hostile"), done.stderr
    assert trace.exists() != closed
