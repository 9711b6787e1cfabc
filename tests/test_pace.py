"""What slows this machine is told, with what mends it."""

import sys
import sysconfig
from pathlib import Path

import pytest

from briefing import pace
from briefing.pace import examine_pace


def told() -> dict[str, tuple[str, str]]:
    return {one.name: (one.found, one.mend) for one in examine_pace()}


def test_packages_without_bytecode_are_told_with_the_command_that_compiles_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "large"
    package.mkdir()
    for name in ("__init__.py", "main.py"):
        (package / name).write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(pace, "_LARGE", ("large.main", "nowhere.main"))
    found, mend = told()["bytecode"]
    assert found.startswith("not there")
    assert mend == f'{sys.executable} -m compileall -q "{package}"'
    assert "large" not in sys.modules
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / f"main.{sys.implementation.cache_tag}.pyc").write_bytes(b"")
    assert told()["bytecode"] == ("there", "")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("'--enable-optimizations' '--with-lto'", "optimised"),
        ("'--enable-shared'", "not optimised: a tenth slower"),
        (None, None),
    ],
)
def test_how_python_was_built_is_told_where_it_says_so(
    asked: str | None, found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _: asked)
    assert told().get("Python's build", (None,))[0] == found
