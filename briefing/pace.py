"""Pace: what on this machine makes every start slower than it need be, told from files and settings alone."""

import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import cache_from_source, find_spec
from pathlib import Path

_LARGE = ("briefing.building.build", "pydantic.main", "jinja2.compiler")
"""Modules that take long to compile, of different packages; none of them is loaded to be looked at."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something that has to do with how fast commands begin: what was found, and what mends it, if that is slow."""

    name: str
    found: str
    mend: str = ""


def examine_pace() -> tuple[Hindrance, ...]:
    """Whether the packages are compiled, and how Python itself was."""
    return (_bytecode(), *_python())


def _bytecode() -> Hindrance:
    uncompiled = [file for file in _sources(_LARGE) if not _is_compiled(file)]
    if not uncompiled:
        return Hindrance("bytecode", "there")
    folders = " ".join(sorted({f'"{file.parent}"' for file in uncompiled}))
    mend = f"{sys.executable} -m compileall -q {folders}"
    return Hindrance("bytecode", "not there: each command takes half as long again", mend)


def _sources(modules: Iterable[str]) -> list[Path]:
    # The package of a module is looked up, which loads nothing but the package's own first file.
    found = []
    for name in modules:
        package, _, module = name.partition(".")
        spec = find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            found += [file for file in [Path(folder, f"{module}.py")] if file.is_file()]
    return found


def _is_compiled(file: Path) -> bool:
    try:
        return Path(cache_from_source(str(file))).is_file()
    except NotImplementedError:  # a Python that keeps none
        return True


def _python() -> tuple[Hindrance, ...]:
    """How Python was built, where it says so."""
    asked = sysconfig.get_config_var("CONFIG_ARGS")
    if not isinstance(asked, str):
        return ()
    if "--enable-optimizations" in asked:
        return (Hindrance("Python's build", "optimised"),)
    mend = (
        "Use the Python of your system or of python.org; one from pyenv: PYTHON_CONFIGURE_OPTS=--enable-optimizations."
    )
    return (Hindrance("Python's build", "not optimised: a tenth slower", mend),)
