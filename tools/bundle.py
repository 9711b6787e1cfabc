"""Make the bundle: one archive from which a machine without network and administrator rights is set up.

    .venv/bin/python tools/bundle.py [--out DIR]

It serves machines like this one: same system and processor, same minor version of Python. Which packages are of run
time is read from what is installed here, by following what each says it needs; versions and hashes are the lock's. The
same files give the same bytes: entries are sorted, and carry one date, one owner and two modes.
"""

from __future__ import annotations

import argparse
import ensurepip
import gzip
import hashlib
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

from bundle_install import FACTS, SUMS, WINDOWS, newer, platform_name, python_name
from bundle_libraries import NEEDED, Collected, NotFoundError, collect, glibc_of
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
_PROJECT = "briefing"
# Any date does, if it is always the same; a ZIP knows none before 1980.
_DATE = (2020, 2, 2, 0, 0, 0)
_SECONDS = 1580601600
_LICENCE = re.compile(r"(licen[cs]e|copying|copyright|notice|authors|ofl)([._-].*)?", re.IGNORECASE)
_NO_TEXT = (".py", ".pyc", ".pyi", ".json", ".so", ".pyd")


def run_time_packages(project: str) -> set[str]:
    """The packages that a project needs to run on this machine, by what each installed one says it needs."""
    found: set[tuple[str, str]] = set()
    waiting = [(project, "")]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for text in importlib.metadata.distribution(name).requires or ():
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(need.name), asked) for asked in ("", *need.extras)]
    return {name for name, _ in found} - {project}


def lock_of(lock: str, names: Iterable[str]) -> str:
    """The part of a lock that is about these packages, as it stands there."""
    entries = re.findall(r"^(([A-Za-z0-9._-]+)==.*\n(?:[ \t]+.*\n?)*)", lock, re.MULTILINE)
    wanted = set(names)
    if missing := wanted - {canonicalize_name(name) for _, name in entries}:
        raise NotFoundError(f"requirements.lock lacks {', '.join(sorted(missing))}: run make lock.")
    return "".join(entry for entry, name in entries if canonicalize_name(name) in wanted)


def pip_wheel() -> Path:
    """The wheel of pip that this Python was delivered with."""
    folders = [Path(ensurepip.__file__).parent / "_bundled"]
    if elsewhere := sysconfig.get_config_var("WHEEL_PKG_DIR"):
        folders.append(Path(elsewhere))
    for folder in folders:
        for wheel in sorted(folder.glob("pip-*.whl")):
            return wheel
    raise NotFoundError("This Python carries no pip to put into the bundle (on Debian: python3-venv brings it).")


def wheel_glibc(wheel: Path) -> str | None:
    """The glibc that a wheel asks for by its name; the oldest, where the name holds several."""
    found = [re.match(r"manylinux_2_(\d+)_", tag.platform) for tag in parse_wheel_filename(wheel.name)[3]]
    minors = [int(match[1]) for match in found if match]
    return f"2.{min(minors)}" if minors else None


def wheel_licences(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The licence texts inside a wheel, by their path in it."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            base = name.rpartition("/")[2]
            named = ".dist-info/licenses/" in name or (_LICENCE.fullmatch(base) and not base.endswith(_NO_TEXT))
            if base and named:
                yield name, archive.read(name)


def wheel_says(wheel: Path) -> str:
    """A wheel's name, version, licence and home, from what it says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        says = BytesParser().parsebytes(archive.read(name), headersonly=True)
    classified = [line.rpartition(" :: ")[2] for line in says.get_all("Classifier", []) if "License" in line]
    first = str(says.get("License", "")).strip().split("\n")[0]
    licence = says.get("License-Expression") or ", ".join(classified) or first or "see its text"
    return f"{says['Name']} {says['Version']}: {licence}"


def pack(folder: Path, archive: Path) -> None:
    """Write a folder into an archive, its name at the top, so that the same files give the same bytes."""
    files = sorted((file.relative_to(folder.parent).as_posix(), file) for file in folder.rglob("*") if file.is_file())
    if archive.suffix == ".zip":
        _pack_zip(files, archive)
    else:
        _pack_tar(files, archive)


def _pack_zip(files: Iterable[tuple[str, Path]], archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        for name, file in files:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _mode(file) << 16
            made.writestr(entry, file.read_bytes())


def _pack_tar(files: Iterable[tuple[str, Path]], archive: Path) -> None:
    with (
        archive.open("wb") as out,
        gzip.GzipFile("", "wb", 9, out, mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w", format=tarfile.PAX_FORMAT) as made,
    ):
        for name, file in files:
            content = file.read_bytes()
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), _SECONDS, _mode(file)
            made.addfile(entry, io.BytesIO(content))


def _mode(file: Path) -> int:
    # By the name, for a file's own mode depends on who checked it out, and Windows has none.
    return 0o755 if file.suffix == ".sh" or file.parent.name == "bin" else 0o644


def _pip(*arguments: str | Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments], cwd=ROOT, check=True
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # A command file of Windows is read line by line, and its lines end so.
    newline = "\r\n" if file.suffix in {".bat", ".cmd"} else "\n"
    file.write_text(text, encoding="utf-8", newline=newline)


def _copy(file: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def put_wheels(place: Path, requirements: Path) -> list[Path]:
    """The project's own wheel, and those of the packages it runs on; what to install, with hashes."""
    locked = lock_of((ROOT / "requirements.lock").read_text(encoding="utf-8"), run_time_packages(_PROJECT))
    _write(requirements, locked)
    _pip("download", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", requirements, "-d", place)
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", place, ".")
    (own,) = place.glob(f"{_PROJECT}-*.whl")
    with zipfile.ZipFile(own) as archive:
        if not any(name.startswith(f"{_PROJECT}/layouts/") for name in archive.namelist()):
            raise NotFoundError("The wheel holds no layouts: briefing/layouts must be a link (git: core.symlinks).")
    version = parse_wheel_filename(own.name)[1]
    _write(requirements, f"{locked}{_PROJECT}=={version} --hash=sha256:{_sha256(own)}\n")
    _copy(pip_wheel(), place / pip_wheel().name)
    return sorted(place.glob("*.whl"))


def put_licences(place: Path, wheels: Iterable[Path], collected: Collected) -> None:
    """The licence texts of everything in the bundle, and a list of what is whose."""
    said = ["The Python packages in wheels/, and the licence that each names:", ""]
    for wheel in wheels:
        texts = list(wheel_licences(wheel))
        for name, content in texts:
            file = place / "wheels" / wheel.name.split("-")[0] / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        said.append(f"  {wheel_says(wheel)}" + ("" if texts else " (the package carries no text of it)"))
    for name, file in collected.licences.items():
        _copy(file, place / "libraries" / name)
    if collected.owners:
        said += ["", "The libraries in libraries/ are unchanged copies out of these packages:", ""]
        said += [f"  {owner}" for owner in collected.owners]
        said += [
            "",
            "Several are under the LGPL: you may replace them by your own, by putting those into the folder",
            "libraries/ where this is installed. Their source is in the source packages named; on the system that they",
            "come from: apt-get source PACKAGE=VERSION (MSYS2: the package's page).",
        ]
    _write(place / "README.txt", "\n".join(said) + "\n")


def put_commands(folder: Path, words: Mapping[str, str]) -> None:
    """What a person reads and starts, with the facts of this bundle filled in."""
    names = {"README.txt": "README.txt"}
    names |= (
        {"install.bat": "install.bat", "briefing.cmd": "bin/briefing.cmd"}
        if WINDOWS
        else {"install.sh": "install.sh", "briefing.sh": "bin/briefing"}
    )
    for source, name in names.items():
        text = (ROOT / "tools" / "bundled" / source).read_text(encoding="utf-8")
        _write(folder / name, re.sub(r"@([A-Z]+)@", lambda match: words[match[1]], text))
    _copy(ROOT / "tools" / "bundle_install.py", folder / "install.py")


def put_desk(folder: Path) -> None:
    """The example desk and the documents, without what editors and systems leave behind."""
    for name in ("sources", "docs"):
        for file in (ROOT / name).rglob("*"):
            if file.is_file() and not any(part.startswith(".") for part in file.relative_to(ROOT).parts):
                _copy(file, folder / file.relative_to(ROOT))


def newest_glibc(wheels: Iterable[Path], libraries: Iterable[Path]) -> str:
    """The glibc that the whole bundle needs; empty where the system is another."""
    asked = [*map(wheel_glibc, wheels), *(glibc_of(file.read_bytes()) for file in libraries)]
    newest = ""
    for version in filter(None, asked):
        newest = version if not newest or newer(version, newest) else newest
    return newest


def make(out: Path) -> Path:
    """Gather everything in a folder aside, and pack it."""
    version = importlib.metadata.version(_PROJECT)
    name = f"{_PROJECT}-{version}-{platform_name()}-py{python_name().replace('.', '')}"
    collected = collect()
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / name
        wheels = put_wheels(folder / "wheels", folder / "requirements.txt")
        for soname, file in collected.libraries.items():
            _copy(file, folder / "libraries" / soname)
        put_licences(folder / "licences", wheels, collected)
        put_desk(folder)
        glibc = newest_glibc(wheels, collected.libraries.values())
        facts = {"version": version, "platform": platform_name(), "python": python_name(), "glibc": glibc}
        _write(folder / FACTS, json.dumps(facts | {"needed": NEEDED}, indent=2) + "\n")
        put_commands(folder, _words(facts, collected))
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        sums = [f"{_sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in files]
        _write(folder / SUMS, "".join(sums))
        out.mkdir(parents=True, exist_ok=True)
        archive = out / (f"{name}.zip" if WINDOWS else f"{name}.tar.gz")
        unfinished = archive.with_name(f"unfinished-{os.getpid()}{archive.suffix}")
        pack(folder, unfinished)
        unfinished.replace(archive)
    return archive


def _words(facts: Mapping[str, str], collected: Collected) -> dict[str, str]:
    held = "Pango and what it needs, used only where the machine lacks them"
    return {
        "VERSION": facts["version"],
        "PLATFORM": facts["platform"],
        "PYTHON": facts["python"],
        "GLIBC": f", and glibc {facts['glibc']} or newer (ldd --version tells)" if facts["glibc"] else "",
        "LIBRARIES": held if collected.libraries else "(not in this bundle: Pango must be on the machine)",
        "NEEDED": " ".join(NEEDED),
    }


def main() -> int:
    """Make the bundle, and say where it is."""
    parser = argparse.ArgumentParser(description="Make the bundle for machines without a network.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where to; else dist/")
    try:
        archive = make(parser.parse_args().out)
    except NotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"No bundle was made; the reason stands above. ({error.cmd[0]}: exit {error.returncode})\n")
        return 1
    size = archive.stat().st_size / 1_000_000
    sys.stdout.write(f"{archive.resolve()}\n{size:.0f} MB, sha256 {_sha256(archive)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
