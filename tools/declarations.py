"""Write briefing/press/declarations.py: what WeasyPrint declares of the libraries that set the type, made ready.

Run: .venv/bin/python tools/declarations.py
"""

import ast
import sys
import tempfile
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import cffi

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from briefing.press.additions import ADDED  # noqa: E402

MADE = ROOT / "briefing" / "press" / "declarations.py"
HEAD = '''"""What WeasyPrint {weasyprint} declares of the libraries that set the type, made ready by cffi.

`OF` is the digest (SHA-256) of WeasyPrint's declarations, in the words of C; `briefing.press.additions` has others
that are among it. Made by `make declarations`.
"""

from typing import Any

OF = "{digest}"
GIVEN: dict[str, Any] = {given!r}
'''


def declared() -> str:
    """What stands in WeasyPrint for cffi to read."""
    spec = find_spec("weasyprint")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse((Path(spec.origin).parent / "text" / "ffi.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    (text,) = (ast.literal_eval(call.args[0]) for call in calls if call.func.attr == "cdef")
    return text


def made_ready(text: str) -> str:
    """The module, given the declarations."""
    ffi = cffi.FFI()
    for part in (text, *ADDED):
        ffi.cdef(part)
    ffi.set_source("declarations", None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "declarations.py"
        ffi.emit_python_code(str(file))
        tree = ast.parse(file.read_text("ascii"))
    (call,) = (node.value for node in tree.body if isinstance(node, ast.Assign))
    given = {one.arg: ast.literal_eval(one.value) for one in call.keywords}
    digest = sha256(text.encode()).hexdigest()
    return HEAD.format(weasyprint=version("weasyprint"), digest=digest, given=given)


if __name__ == "__main__":
    sys.stdout = sys.stderr  # cffi says what it writes
    MADE.write_text(made_ready(declared()), "utf-8")
