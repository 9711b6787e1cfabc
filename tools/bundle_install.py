"""Install the bundle in which this file lies as install.py: `python install.py [DIR]`; without DIR, into ~/briefing.

It needs Python's standard library and nothing else: no network, no administrator, no pip on the machine. The bundle
carries pip's wheel, for Debian keeps pip out of its Python.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
FACTS = "bundle.json"
SUMS = "SHA256SUMS"
WINDOWS = os.name == "nt"
# Libraries of one project know each other's insides: either all of them are the machine's, or all are ours.
_FAMILIES = {
    "glib": ("libglib-", "libgobject-", "libgmodule-", "libgio-", "libgthread-"),
    "harfbuzz": ("libharfbuzz",),
    "pango": ("libpango",),
}


class UnfitError(Exception):
    """Why this bundle cannot be installed here, as a sentence."""


def platform_name() -> str:
    """The system and processor, as in the bundle's name: linux-x86_64, macos-arm64, windows-amd64."""
    system = {"darwin": "macos"}.get(platform.system().lower(), platform.system().lower())
    return f"{system}-{platform.machine().lower()}"


def python_name() -> str:
    """The Python that packages are made for, as in 3.11."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def newer(one: str, other: str) -> bool:
    """Whether a version is newer than another: 2.36 than 2.4."""
    return [int(part) for part in one.split(".")] > [int(part) for part in other.split(".")]


def require_fitting(facts: Mapping[str, Any]) -> None:
    """Refuse a machine that the bundle was not made for."""
    for what, wanted, here in (
        ("", facts["platform"], platform_name()),
        ("Python ", facts["python"], python_name()),
    ):
        if wanted != here:
            raise UnfitError(f"This bundle is for {what}{wanted}; this is {what}{here}.")
    if facts["glibc"]:
        library, version = platform.libc_ver()
        if library != "glibc" or newer(facts["glibc"], version):
            found = f"{library} {version}".strip() or "another C library"
            raise UnfitError(
                f"This bundle needs glibc {facts['glibc']} or newer; this machine has {found}. "
                "Ask for a bundle that was made on a system as old as this one."
            )


def require_whole(folder: Path) -> None:
    """Refuse a bundle in which a file was changed, is missing or was added."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {SUMS}
    wrong = sorted(
        name
        for name in sums.keys() | there
        if name not in there or hashlib.sha256((folder / name).read_bytes()).hexdigest() != sums.get(name)
    )
    if wrong:
        raise UnfitError(f"This bundle is not as it was made: {', '.join(wrong[:5])}. Unpack it again.")


def require_ours(target: Path) -> None:
    """Refuse to install among files of somebody else's."""
    if target == HERE:
        raise UnfitError("Install into another folder than the bundle's own: sh install.sh DIR")
    if target.exists() and not (target / FACTS).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise UnfitError(f"{target} is there already, and not empty. Name another folder: sh install.sh DIR")


def with_family(lacking: Iterable[str], libraries: Iterable[str]) -> set[str]:
    """Those of the bundle's libraries that the machine lacks, with the rest of their families.

    What else the machine has is left to it: its Python itself may have been made with a newer one than ours.
    """
    families = {_family(name) for name in lacking}
    return {name for name in libraries if _family(name) in families}


def _family(name: str) -> str:
    return next((family for family, starts in _FAMILIES.items() if name.startswith(starts)), name)


def _lacking(libraries: Iterable[str], place: Path | None = None) -> list[str]:
    """Which of these libraries a new Python cannot load; with a place, if it looks there as well."""
    look = "import ctypes, sys\nfor name in sys.argv[1:]:\n try: ctypes.CDLL(name)\n except OSError: print(name)"
    command = [sys.executable, "-c", look, *libraries]
    paths = [os.environ.get("LD_LIBRARY_PATH"), str(place) if place else None]
    environment = os.environ | {"LD_LIBRARY_PATH": ":".join(filter(None, paths))}
    # One that does not get as far as printing lacks them all.
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    return list(libraries) if done.returncode else done.stdout.split()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _install_packages(place: Path) -> None:
    venv.create(place, clear=True, with_pip=False, symlinks=not WINDOWS)
    python = place / ("Scripts/python.exe" if WINDOWS else "bin/python")
    (pip,) = (HERE / "wheels").glob("pip-*.whl")
    # Nothing that is set for pip or Python on this machine may change what is installed.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))} | {
        "PYTHONPATH": str(pip),
        "PIP_CONFIG_FILE": os.devnull,
    }
    options = ["--no-index", "--find-links", "wheels", "--require-hashes", "--only-binary", ":all:", "--compile"]
    quiet = ["-qq", "--no-cache-dir", "--disable-pip-version-check", "--no-warn-script-location"]
    # Seen from the bundle's folder, for pip takes a space in --find-links for the end of an address.
    subprocess.run(
        [python, "-m", "pip", "install", *quiet, *options, "-r", "requirements.txt"],
        cwd=HERE,
        env=environment,
        check=True,
    )


def _install_libraries(needed: Sequence[str], place: Path) -> None:
    """Put in place what the machine lacks: no library, as few as will do, or else all of them."""
    shutil.rmtree(place, ignore_errors=True)
    ours = HERE / "libraries"
    if not ours.is_dir():
        return
    if WINDOWS:
        shutil.copytree(ours, place)
        return
    names = sorted(file.name for file in ours.iterdir())
    libraries = [name for name in names if ".so" in name]
    if not _lacking(needed):
        _say("Libraries: this machine has all of them.")
        return
    for used in (with_family(_lacking(libraries), libraries), set(libraries)):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name in used | (set(names) - set(libraries)):
            shutil.copyfile(ours / name, place / name)
        if not _lacking(needed, place):
            _say(f"Libraries: {len(used)} of the bundle's {len(libraries)}; the others are this machine's own.")
            return
    shutil.rmtree(place)
    _say("Libraries: those of the bundle do not go with this machine's, and are left out.")


def _copy_command(place: Path) -> Path:
    place.mkdir(exist_ok=True)
    command = place / ("briefing.cmd" if WINDOWS else "briefing")
    shutil.copyfile(HERE / "bin" / command.name, command)
    command.chmod(0o755)
    return command


def install(target: Path) -> int:
    """Install into a folder, and let `briefing doctor` say whether it can work."""
    facts = json.loads((HERE / FACTS).read_text(encoding="utf-8"))
    require_fitting(facts)
    require_whole(HERE)
    require_ours(target)
    _say(f"Installing briefing {facts['version']} into {target}")
    target.mkdir(parents=True, exist_ok=True)
    # First, so that an installation broken off can be done again over itself.
    shutil.copyfile(HERE / FACTS, target / FACTS)
    _install_packages(target / "venv")
    _install_libraries(facts["needed"], target / "libraries")
    command = _copy_command(target / "bin")
    for name in ("docs", "licences"):
        shutil.rmtree(target / name, ignore_errors=True)
        shutil.copytree(HERE / name, target / name)
    if not (target / "sources").exists():
        shutil.copytree(HERE / "sources", target / "sources")
    _say("What this machine has:")
    status = subprocess.run([command, "doctor"], cwd=target, check=False).returncode
    _say(f'\nInstalled. The command is: {command}\nTry it: cd "{target}", then: {Path("bin", "briefing")} build --all')
    return status


def main() -> int:
    """Install, or say in a sentence why not."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A path may hold letters that the terminal does not know.
            stream.reconfigure(errors="replace")
    try:
        return install(Path(sys.argv[1] if len(sys.argv) > 1 else "~/briefing").expanduser().absolute())
    except UnfitError as error:
        sys.stderr.write(f"{error}\n")
    except subprocess.CalledProcessError:
        sys.stderr.write("The packages could not be installed; the reason stands above.\n")
    except OSError as error:
        sys.stderr.write(f"Not installed: {error}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
