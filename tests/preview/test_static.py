"""What the preview ships to the browser: whole, its own, and of modules that find each other."""

import re
from pathlib import Path

import pytest

import briefing.preview
from briefing.preview.page import brief_page

HELD = "t0ken"
STATIC = Path(briefing.preview.__file__).parent / "static"
FILES = sorted(STATIC.iterdir())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_names_no_other_host(file: Path) -> None:
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"(?:https?:)?//[\w-]+\.\w", re.sub(r"//\s.*", "", text)), file.name


@pytest.mark.parametrize("file", [file for file in FILES if file.suffix == ".js"], ids=lambda file: file.name)
def test_a_module_imports_only_what_another_exports(file: Path) -> None:
    for names, source in re.findall(r"import \{([^}]*)\} from \"\./([\w.]+)\"", file.read_text("utf-8")):
        exported = re.findall(r"export (?:async )?(?:function|const|class) (\w+)", (STATIC / source).read_text("utf-8"))
        for name in names.split(","):
            assert name.split(" as ")[0].strip() in {*exported, ""}, f"{name} of {source}"


def test_every_style_sheet_and_script_of_the_page_is_there() -> None:
    page = brief_page({"brief": "x", "problems": []}, token=HELD)
    named = re.findall(r'"/static/([^"]+)"', page)
    assert {*named} <= {file.name for file in FILES}
    assert {file.name for file in FILES if file.suffix == ".css"} <= {*named}
