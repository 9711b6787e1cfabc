"""The bundle: what goes into it, that it is the same each time, and what it refuses to be installed on."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import bundle  # noqa: E402
import bundle_install  # noqa: E402
import bundle_libraries  # noqa: E402

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="as things are on Linux")
LDD = """\
	linux-vdso.so.1 (0x00007ffd5d5f2000)
	libglib-2.0.so.0 => /lib/x86_64-linux-gnu/libglib-2.0.so.0 (0x00007f759e)
	libz.so.1 => /opt/my libs/libz.so.1 (0x00007f6d8e)
	libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f6e82)
	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f6f62)
	/lib64/ld-linux-x86-64.so.2 (0x00007f776c)
"""
OBJDUMP = """\
libpango-1.0-0.dll:     file format pei-x86-64

There is an import table in .idata at 0x3a1d0e000

	DLL Name: libglib-2.0-0.dll
	vma:  Hint/Ord Member-Name Bound-To
	0e4a4	   44  g_free

	DLL Name: KERNEL32.dll
"""
LDCONFIG = """\
2 libs found in cache `/etc/ld.so.cache'
	libpango-1.0.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libpango-1.0.so.0
	libpango-1.0.so.0 (libc6) => /lib/i386-linux-gnu/libpango-1.0.so.0
"""


# What goes in


def test_the_packages_of_run_time_are_those_the_program_asks_for_and_what_they_ask_for():
    names = bundle.run_time_packages("briefing")
    assert {"weasyprint", "pydyf", "pydantic-core", "markupsafe"} <= names
    assert {"brotli", "zopfli"} <= names  # asked for by extras only
    assert not {"briefing", "pytest", "ruff", "mypy", "hypothesis", "hatchling", "pip"} & names
    assert {"pikepdf", "pypdfium2"} <= names, "the proof needs them"


def test_the_part_of_a_lock_is_taken_as_it_stands():
    second = "b-c==2 ; sys_platform == 'x' \\\n    --hash=sha256:bb\n"
    lock = "a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n" + second
    assert bundle.lock_of(lock, ["b-c"]) == second
    assert bundle.lock_of(lock, ["a", "b-c"]) == lock


def test_a_package_that_the_lock_lacks_is_named():
    with pytest.raises(bundle.NotFoundError, match="lacks d: run make lock"):
        bundle.lock_of("a==1 \\\n    --hash=sha256:aa\n", ["a", "d"])


def test_every_package_of_run_time_is_in_the_lock_with_a_hash():
    names = bundle.run_time_packages("briefing")
    part = bundle.lock_of((ROOT / "requirements.lock").read_text(encoding="utf-8"), names)
    entries = [entry for entry in part.split("\n") if entry and not entry.startswith(" ")]
    assert len(entries) == len(names)
    assert part.count(" \\\n    --hash=") >= len(entries)


@pytest.mark.parametrize(
    ("name", "glibc"),
    [
        ("x-1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl", "2.17"),
        ("x-1-cp311-abi3-manylinux_2_34_x86_64.whl", "2.34"),
        ("x-1-py3-none-any.whl", None),
    ],
)
def test_a_wheel_says_which_glibc_it_needs(name, glibc):
    assert bundle.wheel_glibc(Path(name)) == glibc


def test_licences_are_taken_out_of_a_wheel_wherever_they_lie(tmp_path):
    wheel = tmp_path / "x-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            "x-1.dist-info/licenses/LICENSE",
            "x-1.dist-info/licenses/vendored/",
            "x/fonts/OFL.txt",
            "x/license.py",
            "x/noticeboard.txt",
            "x-1.dist-info/COPYING",
        ):
            archive.writestr(name, "text")
        archive.writestr("x-1.dist-info/METADATA", "Name: x\nVersion: 1\nClassifier: License :: OSI Approved :: MIT\n")
    assert [name for name, _ in bundle.wheel_licences(wheel)] == [
        "x-1.dist-info/COPYING",
        "x-1.dist-info/licenses/LICENSE",
        "x/fonts/OFL.txt",
    ]
    assert bundle.wheel_says(wheel) == "x 1: MIT"


def test_what_a_library_needs_is_read_from_ldd_without_the_c_library():
    assert bundle_libraries.listed_by_ldd(LDD) == {
        "libglib-2.0.so.0": Path("/lib/x86_64-linux-gnu/libglib-2.0.so.0"),
        "libz.so.1": Path("/opt/my libs/libz.so.1"),
    }


def test_a_library_that_is_nowhere_stops_the_bundle():
    with pytest.raises(bundle_libraries.NotFoundError, match="libthai"):
        bundle_libraries.listed_by_ldd("\tlibthai.so.0 => not found\n")


def test_what_a_windows_library_needs_is_read_from_objdump():
    assert bundle_libraries.listed_by_objdump(OBJDUMP) == ["libglib-2.0-0.dll", "KERNEL32.dll"]


def test_the_loader_may_know_a_library_for_two_processors():
    assert len(list(bundle_libraries.listed_by_ldconfig(LDCONFIG, "libpango-1.0.so.0"))) == 2
    assert not list(bundle_libraries.listed_by_ldconfig(LDCONFIG, "libpango-1.0.so"))


def test_the_glibc_of_a_library_is_the_newest_that_it_names():
    assert bundle_libraries.glibc_of(b"\0GLIBC_2.4\0GLIBC_2.36\0GLIBC_2.2.5\0GLIBC_PRIVATE\0") == "2.36"
    assert bundle_libraries.glibc_of(b"no ELF") is None


# The same each time


@pytest.mark.parametrize("name", ["made.tar.gz", "made.zip"])
def test_the_same_files_give_the_same_bytes(tmp_path, name):
    digests = []
    for turn, files in enumerate([["b.txt", "a/z.sh", "bin/x"], ["bin/x", "a/z.sh", "b.txt"]]):
        folder = tmp_path / str(turn) / "top"
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(file)
            (folder / file).chmod(0o600 if turn else 0o664)
            os.utime(folder / file, (turn * 10**9, turn * 10**9))
        bundle.pack(folder, tmp_path / str(turn) / name)
        digests.append(hashlib.sha256((tmp_path / str(turn) / name).read_bytes()).hexdigest())
    assert digests[0] == digests[1]


def test_an_archive_belongs_to_nobody_and_what_is_run_can_be_run(tmp_path):
    folder = tmp_path / "top"
    for file in ("install.sh", "bin/briefing", "README.txt"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    bundle.pack(folder, tmp_path / "made.tar.gz")
    with tarfile.open(tmp_path / "made.tar.gz") as archive:
        entries = archive.getmembers()
    assert [(entry.name, entry.mode) for entry in entries] == [
        ("top/README.txt", 0o644),
        ("top/bin/briefing", 0o755),
        ("top/install.sh", 0o755),
    ]
    assert {(entry.uid, entry.gid, entry.uname, entry.gname) for entry in entries} == {(0, 0, "", "")}


# What it refuses


FITTING = {"platform": bundle_install.platform_name(), "python": bundle_install.python_name(), "glibc": ""}


def test_a_machine_like_the_one_it_was_made_on_fits():
    bundle_install.require_fitting(FITTING)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"platform": "plan9-sparc"}, "This bundle is for plan9-sparc; this is "),
        ({"python": "3.99"}, "This bundle is for Python 3.99; this is Python 3."),
        ({"glibc": "2.999"}, "needs glibc 2.999 or newer; this machine has "),
    ],
)
def test_another_machine_is_refused_in_words(other, said):
    with pytest.raises(bundle_install.UnfitError, match=said):
        bundle_install.require_fitting(FITTING | other)


def test_versions_are_compared_as_numbers():
    assert bundle_install.newer("2.36", "2.4")
    assert not bundle_install.newer("2.36", "2.36")


@pytest.mark.parametrize("harm", ["changed", "missing", "added"])
def test_a_bundle_that_is_not_whole_is_refused(tmp_path, harm):
    file = tmp_path / "wheels" / "x.whl"
    file.parent.mkdir()
    file.write_text("x")
    digest = hashlib.sha256(b"x").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  wheels/x.whl\n")
    bundle_install.require_whole(tmp_path)
    if harm == "changed":
        file.write_text("y")
    elif harm == "missing":
        file.unlink()
    else:
        file.with_name("z.whl").touch()
    with pytest.raises(bundle_install.UnfitError, match=r"wheels/[xz]\.whl"):
        bundle_install.require_whole(tmp_path)


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").touch()
    with pytest.raises(bundle_install.UnfitError, match="not empty"):
        bundle_install.require_ours(tmp_path)
    (tmp_path / "bundle.json").touch()
    bundle_install.require_ours(tmp_path)


# Libraries, where the machine lacks them


def test_libraries_of_a_family_come_together_and_others_only_where_lacking():
    ours = ["libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libgio-2.0.so.0", "libgraphite2.so.3"]
    assert bundle_install.with_family(["libpangoft2-1.0.so.0"], ours) == {"libpango-1.0.so.0", "libpangoft2-1.0.so.0"}
    assert bundle_install.with_family(["libgio-2.0.so.0"], ours) == {"libgio-2.0.so.0"}
    assert bundle_install.with_family([], ours) == set()


@LINUX
@pytest.mark.parametrize(("known", "used"), [("libone.so.1", True), ("libone.so.1 libtwo.so.2", False), ("", True)])
def test_the_command_uses_the_libraries_only_where_one_is_lacking(tmp_path, known, used):
    launcher = (ROOT / "tools/bundled/briefing.sh").read_text(encoding="utf-8")
    programs = {
        "bin/briefing": launcher.replace("@NEEDED@", "libone.so.1 libtwo.so.2"),
        "venv/bin/briefing": '#!/bin/sh\necho "${LD_LIBRARY_PATH:-none} $*"\n',
        "path/ldconfig": "#!/bin/sh\n" + "".join(f"echo '\t{name} (libc6) => /lib/{name}'\n" for name in known.split()),
    }
    for name, text in programs.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
    (tmp_path / "libraries").mkdir()
    elsewhere = tmp_path / "linked"
    elsewhere.symlink_to(tmp_path / "bin/briefing")
    environment = {"PATH": f"{tmp_path / 'path'}:/usr/bin:/bin"}
    said = subprocess.run(
        [elsewhere, "two words", "x"], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert said == f"{tmp_path / 'libraries' if used else 'none'} two words x\n"


# All of it


@LINUX
@pytest.mark.long
@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="the libraries are those of Debian")
def test_a_bundle_is_the_same_twice_and_installs_without_a_network(tmp_path):
    made = []
    for turn in ("first", "second"):
        command = [sys.executable, ROOT / "tools/bundle.py", "--out", tmp_path / turn]
        subprocess.run(command, check=True, capture_output=True)
        (archive,) = (tmp_path / turn).iterdir()
        made.append(hashlib.sha256(archive.read_bytes()).hexdigest())
    assert made[0] == made[1]
    subprocess.run(["tar", "xzf", archive, "-C", tmp_path], check=True)
    (folder,) = (file.parent for file in tmp_path.glob("*/install.sh"))
    alone = ["unshare", "--user", "--map-root-user", "--net"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        alone = []
    target = tmp_path / "in stalled"
    environment = os.environ | {"PYTHON": sys.executable}
    subprocess.run([*alone, "sh", folder / "install.sh", target], env=environment, check=True, capture_output=True)
    built = subprocess.run(
        [*alone, target / "bin/briefing", "build", "--all", "--json"],
        cwd=target,
        check=True,
        capture_output=True,
    )
    assert {Path(one["path"]).suffix for one in json.loads(built.stdout)} == {".pdf"}
