"""A faulty brief.yaml or house.yaml: the problem, where it stands, what mends it; nothing built, and quickly."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from briefing.model.problem import FaultyInputError, Problem
from tests.workbench import BRIEF, HOUSE, MIB, DeskCopy, run

Spoil = Callable[[DeskCopy], object]


@dataclass(frozen=True)
class Fault:
    """A way to spoil a file, the code of the problem, and where it is.

    That is a text with a mark (¤) where the place is, or the number of characters before it; None for the whole file.
    Without a mark the text begins there.
    """

    name: str
    spoil: Spoil
    code: str
    at: str | int | None
    hint: str = ""
    file: str = BRIEF


def swap(old: str, new: str, file: str = BRIEF) -> Spoil:
    return lambda desk: desk.edit(old, new, file)


def more(text: str, file: str = BRIEF) -> Spoil:
    return lambda desk: desk.append(text, file)


def whole(content: str | bytes, file: str = BRIEF) -> Spoil:
    return lambda desk: desk.write(content, file)


def swap_bytes(old: bytes, new: bytes) -> Spoil:
    return lambda desk: desk.write((desk.folder / BRIEF).read_bytes().replace(old, new))


DATE = "date: 2026-03-09\nauthors"
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
KINDS = [
    Fault("unknown key", more("colour: red\n"), "E021", "colour", "Known are: title, subtitle"),
    Fault("key like another", more("key_actor: []\n"), "E021", "key_actor:", "Did you mean “key_actors”?"),
    Fault("duplicate key", more("owner: me\n"), "E004", "owner: me", "It stands in line 12 already"),
    Fault("bad date", swap(DATE, "date: 9 March\nauthors"), "E024", "9 March", "2023-09-12"),
    Fault("language: no", swap("language: en-GB", "language: no"), "E023", "no\n", "quotes"),
    Fault("unknown side", swap("side: islands,", "side: ilands,"), "E201", "ilands,", "Did you mean “islands”?"),
    Fault(
        "unknown paragraph",
        swap("[A3, A4]}\n  - {id: survey", "[A3, A44]}\n  - {id: survey"),
        "E202",
        "A44",
        "A1 to A6",
    ),
    Fault("unknown marking", swap("marking: TLP:RED", "marking: TLP:PINK"), "E203", "TLP:PINK", "TLP:GREEN"),
    Fault("unknown audience", swap("except: [public]", "except: [pubic]"), "E204", "pubic", "Did you mean “public”?"),
    Fault("unknown likelihood", swap("likelihood: unlikely", "likelihood: unlikley"), "E205", "unlikley", "“unlikely”"),
    Fault("missing article", swap("file: ferry.txt", "file: fery.txt"), "E011", "fery.txt", "ferry.txt, letter.txt"),
    Fault(
        "path out of the desk",
        swap("file: ferry.txt", "file: ../../../../etc/passwd"),
        "E031",
        "¤../../../../etc",
        "inside",
    ),
    Fault("absolute path", swap("file: ferry.txt", "file: /etc/passwd"), "E031", "/etc/passwd", "name alone"),
    Fault("Python tag", swap("owner: Head", "owner: !!python/object/apply:os.abort []\nx: Head"), "E005", "!!python"),
    Fault("alias bomb", whole(BOMB), "E006", BOMB.index("a5: &a5") + 14, "write the values out"),
    Fault("5,000 levels of brackets", whole("a: " + "[" * 5000 + "]" * 5000), "E006", 42, "write the values out"),
    Fault("5,000 levels of braces", whole("a: " + "{a: " * 5000 + "}" * 5000), "E006", 159, "write the values out"),
    Fault("5,000 levels of hyphens", whole("- " * 5000 + "x\n"), "E006", 80, "write the values out"),
    Fault("5,000 levels of lines", whole("".join(f"{' ' * n}a:\n" for n in range(5000))), "E007", None, "4 MiB"),
    Fault("not UTF-8", swap_bytes(b"owner: Head", b"owner: H\xe9ad"), "E002", "owner: H¤", "iconv"),
    Fault("empty", whole(""), "E008", None, "briefing schema"),
    Fault("a tab", swap("  public: A second ferry for", "\tpublic: A second ferry for"), "E003", "\tpublic", "tab"),
    Fault("a list at the top", whole("- a\n- b\n"), "E008", "- a", "key: value"),
]
VALUES = [
    Fault("no such day", swap(DATE, "date: 2026-13-45\nauthors"), "E024", "2026-13-45", "2023-09-12"),
    Fault("1:30", swap(DATE, "date: 1:30\nauthors"), "E024", "1:30", "2023-09-12"),
    Fault("a time for a day", swap(DATE, "date: 2026-03-09T06:00:00Z\nauthors"), "E024", "2026-03-09T06", "2023-09-12"),
    Fault("a quoted date that is none", swap(DATE, 'date: "2026-3-9"\nauthors'), "E024", '"2026-3-9"', "2023-09-12"),
    Fault("a number for text", swap("subtitle: The", "subtitle: 2026\nx: The"), "E023", "2026\nx", "quotes"),
    Fault("yes for text", swap("subtitle: The", "subtitle: yes\nx: The"), "E023", "yes", "quotes"),
    Fault("infinity for text", swap("subtitle: The", "subtitle: .inf\nx: The"), "E023", ".inf", "quotes"),
    Fault("a list for text", swap("subtitle: The", "subtitle: [a, b]\nx: The"), "E023", "[a, b]", "quotes"),
    Fault("no text", swap("subtitle: The", 'subtitle: ""\nx: The'), "E023", '""', "take the line out"),
    Fault("nothing but spaces", swap("subtitle: The", 'subtitle: " "\nx: The'), "E023", '" "', "take the line out"),
    Fault(
        "a text without a default", swap("subtitle: The", "subtitle: {public: a}\nx: The"), "E022", "{public", "default"
    ),
    Fault("nothing for an audience", swap("public: A boat soon", "public: "), "E023", "}, cites: [A2]", "quotes"),
    Fault(
        "a number of 6,000 figures", swap("owner: Head", f"owner: 0x{'F' * 5000}\nx: Head"), "E024", "0xFF", "quotes"
    ),
    Fault(
        "a date out of the calendar",
        swap(DATE, "date: 0001-01-01T00:00:00+05:00\nauthors"),
        "E024",
        "0001",
        "2023-09-12",
    ),
    Fault("a number for an item", swap("- Ada Linden", "- 5"), "E023", "5\n\nstakes", "- text"),
    Fault("a list for an item", swap("- Ada Linden", "- [Ada]"), "E023", "[Ada]", "- text"),
    Fault("nothing for an item", swap("- {id: plan,", "- \n  - {id: plan,"), "E023", "-¤ \n  - {id: plan", "- text"),
    Fault("a mapping for a list", swap("key_actors:\n", "key_actors: {a: b}\nx:\n"), "E023", "{a: b}", "hyphen"),
    Fault("a list for a mapping", swap("stakes:\n", "stakes: [a]\nx:\n"), "E023", "[a]", "key: value"),
    Fault("no such grade", swap("grade: B2", "grade: B7"), "E025", "B7", "A to F"),
    Fault("no such id", swap("id: promise", "id: ../x"), "E025", "../x", "begins with a letter"),
    Fault("an id twice", swap("id: late", "id: cost"), "E207", "cost\n    text", "line"),
    Fault("no such kind", swap("kind: constraint", "kind: hindrance"), "E025", "hindrance", "gain, risk, constraint"),
    Fault("no such confidence", swap("confidence: low", "confidence: lwo"), "E025", "lwo", "Did you mean “low”?"),
    Fault("verbatim as a word", swap("verbatim: false", 'verbatim: "no"'), "E023", '"no"', "without quotes"),
    Fault("no such language", swap("language: en-GB", "language: xx"), "E209", "xx", "fr"),
    Fault(
        "a marked text in an item",
        swap("{default: A second vote", "{marking: TLP:RED, default: A second vote"),
        "E214",
        "¤marking: TLP:RED, default",
        "Mark the item",
    ),
    Fault(
        "a marked title of an article",
        swap("title: A ferry for the northern islands, pub", "title: {default: a, marking: TLP:RED}, pub"),
        "E214",
        "marking: TLP:RED}, pub",
        "Mark the article",
    ),
    Fault("an article called by a number", swap("  B: {file", "  A1: {file"), "E025", "A1: {file", "letters"),
    Fault(
        "a comma between braces",
        swap("text: The state pays a half.,", "text: The state, pays a half.,"),
        "E021",
        "pays a half",
        "quotes",
    ),
    Fault("an unknown key of an article", swap("verbatim: false", "verbatm: false"), "E021", "verbatm", "“verbatim”"),
    Fault(
        "an unknown key of a silence",
        swap("silence: {code: W206,", "silence: {cod: W206, code: W206,"),
        "E021",
        "¤silence: {cod",
        "“code”",
    ),
    Fault(
        "a missing key",
        swap("question: Where will the fishermen berth?, ", ""),
        "E022",
        "¤{id: berth, priority",
        "question",
    ),
]
FORMS = [
    Fault("a key that is a number", more("2026: x\n"), "E023", "2026: x", '"2026"'),
    Fault("a key that is a list", more("? [a, b]\n: x\n"), "E023", "[a, b]\n: x", "key: value"),
    Fault("a merge key", more("<<: {owner: x}\n"), "E021", "<<", "Known are"),
    Fault("two documents", more("---\ntitle: x\n"), "E003", "---", "one document"),
    Fault("a NUL", more("x: a\0b\n"), "E003", "\0", "Delete that character"),
    Fault("an escape after emoji", more("x: 😀 مرحبا \x1b[31m\n"), "E003", "\x1b", "Delete that character"),
    Fault(
        "a byte order mark",
        lambda desk: desk.write("\ufeffcolour: red\n" + (desk.folder / BRIEF).read_text("utf-8")),
        "E021",
        0,
        "Known are",
    ),
    Fault(
        "UTF-16",
        lambda desk: desk.write((desk.folder / BRIEF).read_text("utf-8").encode("utf-16")),
        "E002",
        0,
        "UTF-16",
    ),
    Fault("an unknown alias", swap("owner: Head", "owner: *head\nx: Head"), "E003", "*head", "quotes"),
    Fault(
        "an alias of what holds it",
        swap("owner: Head", "owner: &a [*a]\nx: Head"),
        "E006",
        "*a]",
        "write the values out",
    ),
    Fault("an unknown escape", swap("owner: Head", 'owner: "\\q"\nx: Head'), "E003", '"¤\\q"', "backslash"),
    Fault("half a surrogate pair", swap("owner: Head", 'owner: "\\ud800"\nx: Head'), "E003", '"\\u¤d800"', "backslash"),
    Fault("a colon in a text", swap("subtitle: The", "subtitle: what: The"), "E003", "what¤: The", "quotes"),
    Fault(
        "after a very long line",
        swap("kind: constraint", f'note: "{"x" * 90_000}", kind: hindrance'),
        "E025",
        "hindrance",
        "gain",
    ),
    Fault(
        "after emoji and Arabic",
        swap(
            "text: The quay would be widened into the fishermen’s berths., kind: constraint",
            'text: "😀 مرحبا 한국", kind: hindrance',
        ),
        "E025",
        "hindrance",
        "gain",
    ),
    Fault(
        "after a line separator",
        swap("owner: Head", 'owner: "a\u2028  b"\ncolour: red\n# Head'),
        "E021",
        "colour",
        "Known are",
    ),
    Fault(
        "after a next line",
        swap("owner: Head", 'owner: "a\x85  b"\ncolour: red\n# Head'),
        "E021",
        "colour",
        "Known are",
    ),
]
HOUSES = [
    Fault("an unknown key", more("colour: red\n", HOUSE), "E021", "colour", "Known are: organisation", HOUSE),
    Fault(
        "an unknown layout", swap("layout: one-page", "layout: onepage", HOUSE), "E212", "onepage", "“one-page”", HOUSE
    ),
    Fault("the base layout", swap("layout: one-page", "layout: base", HOUSE), "E212", "base", "one-page", HOUSE),
    Fault(
        "a path for a layout", swap("layout: one-page", "layout: ../one-page", HOUSE), "E025", "../one", "folder", HOUSE
    ),
    Fault(
        "an unknown ceiling", swap("ceiling: TLP:AMBER", "ceiling: AMBER", HOUSE), "E203", "AMBER", "TLP:AMBER", HOUSE
    ),
    Fault("an unknown scheme", swap("marking: tlp", "marking: tpl", HOUSE), "E023", "tpl", "scheme", HOUSE),
    Fault("a level twice", swap("marking: tlp", "marking: [A, A]", HOUSE), "E023", "[A, A]", "once", HOUSE),
    Fault(
        "a section twice",
        swap("[bottom_line, stakes,", "[bottom_line, bottom_line,", HOUSE),
        "E023",
        "[bottom_line",
        "once",
        HOUSE,
    ),
    Fault(
        "no section",
        swap("[bottom_line, stakes, open_questions]", "[]", HOUSE),
        "E022",
        "sections",
        "At least one",
        HOUSE,
    ),
    Fault(
        "an unknown section",
        swap("[bottom_line, stakes,", "[bottom_line, steaks,", HOUSE),
        "E025",
        "steaks",
        "“stakes”",
        HOUSE,
    ),
    Fault("no pages", swap("max_pages: 2", "max_pages: 0", HOUSE), "E023", "0\n  board", "figures", HOUSE),
    Fault("annex as a word", swap("annex: true", 'annex: "yes"', HOUSE), "E023", '"yes"', "without quotes", HOUSE),
    Fault(
        "an audience of nothing",
        swap("  public:\n", "  nobody:\n  public:\n", HOUSE),
        "E023",
        "\n  public",
        "key: value",
        HOUSE,
    ),
    Fault(
        "an audience called a path",
        swap("  public:\n", "  ../public:\n", HOUSE),
        "E025",
        "../public",
        "begins with",
        HOUSE,
    ),
    Fault(
        "an audience called default",
        swap("  public:\n", "  default:\n", HOUSE),
        "E215",
        "default",
        "choose another",
        HOUSE,
    ),
    Fault(
        "no organisation",
        swap("organisation: Harbour Policy Unit\n", "", HOUSE),
        "E022",
        "paper: A4",
        "organisation",
        HOUSE,
    ),
    Fault("empty", whole("", HOUSE), "E008", None, "briefing schema", HOUSE),
    Fault("a list at the top", whole("- a\n", HOUSE), "E008", "- a", "key: value", HOUSE),
    Fault("5,000 levels", whole("a: " + "[" * 5000, HOUSE), "E006", 42, "write the values out", HOUSE),
    Fault(
        "a Python tag", swap("paper: A4", "paper: !!python/name:os.abort A4", HOUSE), "E005", "!!python", "plain", HOUSE
    ),
]


def named(faults: list[Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=lambda fault: fault.name)


def expected_place(desk: DeskCopy, fault: Fault) -> tuple[int, int] | None:
    """Line and column of what the fault names, counted in characters from 1."""
    if fault.at is None:
        return None
    text = (desk.folder / fault.file).read_bytes().decode("utf-8-sig", "surrogateescape")
    offset = fault.at if isinstance(fault.at, int) else _offset(text, fault.at)
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text[:offset])
    return len(lines), len(lines[-1]) + 1


def _offset(text: str, marked: str) -> int:
    before, _, after = marked.rpartition("¤")
    assert text.count(before + after) == 1, f"{marked!r} stands {text.count(before + after)} times"
    return text.index(before + after) + len(before)


def hold(problem: Problem, desk: DeskCopy, fault: Fault) -> None:
    """The problem is the one expected, at its place, with the line itself and a hint."""
    place = problem.place
    assert place is not None
    assert place.file == desk.folder / fault.file
    expected = expected_place(desk, fault)
    assert (place.line, place.column) == (expected or (None, None)), problem
    assert bool(place.excerpt) == bool(expected)
    assert fault.hint in problem.hint


@named(KINDS)
def test_a_faulty_brief_ends_in_its_place_and_a_hint_and_in_no_pdf(desk: DeskCopy, fault: Fault) -> None:
    fault.spoil(desk)
    ended = run("build", "harbour", folder=desk.folder, memory=1024 * MIB, seconds=120)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    place = expected_place(desk, fault)
    where = f"{fault.file}:{place[0]}:{place[1]}" if place else fault.file
    shown = [line for line in ended.stderr.splitlines() if line.startswith(f"{where}: error: {fault.code} ")]
    assert len(shown) == 1, ended.stderr
    after = ended.stderr.partition(shown[0])[2].splitlines()[1:]
    if place:
        assert after[0].startswith("    "), "the line itself follows"
        assert after[1].strip() == "^"
    hint = next(line for line in after if line.startswith("  hint: "))
    assert fault.hint in hint
    assert desk.made() == []


@named([*VALUES, *FORMS])
def test_a_problem_is_found_once_at_its_place(desk: DeskCopy, fault: Fault) -> None:
    fault.spoil(desk)
    found = [problem for problem in desk.errors() if problem.code == fault.code]
    assert len(found) == 1, desk.errors()
    hold(found[0], desk, fault)


@named(HOUSES)
def test_a_faulty_house_style_is_told_like_a_faulty_brief(desk: DeskCopy, fault: Fault, briefing) -> None:
    fault.spoil(desk)
    said = briefing("check", "--format", "json")
    problems = [problem for problem in json.loads(said.out) if problem["code"] == fault.code]
    assert said.status == 1
    assert len(problems) == 1, said.out
    place = expected_place(desk, fault)
    assert (problems[0]["file"], problems[0]["line"], problems[0]["column"]) == (HOUSE, *(place or (None, None)))
    assert fault.hint in problems[0]["hint"]


OWN = """\
marking:
  align: left
  size: 12
  levels: [OPEN, {name: HELD, colour: "#FF0000"}]
  form: {opens: " "}
  caveats: [{name: STAFF, rolls_up: any, only_at: HELD}]
"""
IN_A_SCHEME = [
    Fault("align", swap("align: left", "align: middle", HOUSE), "E025", "middle", "left, center, right", HOUSE),
    Fault("colour", swap('"#FF0000"', "red", HOUSE), "E025", "red}", "#FFC000", HOUSE),
    Fault("size", swap("size: 12", "size: 99", HOUSE), "E023", "99", "figures", HOUSE),
    Fault("key", swap("align: left", "aline: left", HOUSE), "E021", "aline", "Did you mean “align”?", HOUSE),
    Fault("key of form", swap("{opens:", "{open:", HOUSE), "E021", "open:", "Known are: opens, between, closes", HOUSE),
    Fault(
        "no levels", swap('[OPEN, {name: HELD, colour: "#FF0000"}]', "[]", HOUSE), "E022", "levels", "least one", HOUSE
    ),
    Fault("no name", swap("name: STAFF, ", "", HOUSE), "E022", "{rolls_up", "name: …", HOUSE),
    Fault("rolls_up", swap("rolls_up: any", "rolls_up: some", HOUSE), "E025", "some", "any, all", HOUSE),
    Fault("a level", swap("only_at: HELD", "only_at: HOLD", HOUSE), "E023", "align: left", "add it there", HOUSE),
    Fault("twice", swap("[OPEN, {name: HELD", "[OPEN, {name: OPEN", HOUSE), "E023", "align: left", "", HOUSE),
]


@named(IN_A_SCHEME)
def test_a_mistake_in_a_scheme_of_ones_own_is_told_once_where_it_stands(desk: DeskCopy, fault: Fault) -> None:
    desk.edit("marking: tlp\n", OWN, HOUSE)
    text = (desk.folder / HOUSE).read_text("utf-8")
    desk.write(text.replace("TLP:AMBER", "HELD").replace("TLP:GREEN", "OPEN"), HOUSE)
    assert desk.workshop().desk.house.scheme.names == ("OPEN", "HELD")
    fault.spoil(desk)
    with pytest.raises(FaultyInputError) as refused:
        desk.workshop()
    (problem,) = refused.value.problems
    hold(problem, desk, fault)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_lines_may_end_as_on_other_systems(desk: DeskCopy, ends: str) -> None:
    desk.edit("kind: constraint", "kind: hindrance")
    line = desk.line_of("hindrance")
    desk.write((desk.folder / BRIEF).read_text("utf-8").replace("\n", ends))
    (problem,) = desk.errors()
    assert problem.place is not None
    assert problem.place.line == line
    assert problem.place.excerpt[problem.place.column - 1 :].startswith("hindrance")


def test_all_problems_are_told_at_once_in_the_order_of_the_file(desk: DeskCopy) -> None:
    faults = [*(fault for fault in KINDS if fault.name.startswith("unknown")), *VALUES[:1]]
    for fault in faults:
        fault.spoil(desk)
    errors = desk.errors()
    assert sorted(problem.code for problem in errors) == sorted(fault.code for fault in faults)
    lines = [problem.place.line for problem in errors if problem.place]
    assert lines == sorted(lines)


def test_a_problem_after_an_item_that_was_taken_out_keeps_its_place(desk: DeskCopy) -> None:
    desk.edit("- {id: promise, date: 2015, text", "- 5\n  - [a]\n  - {id: promise, date: 2015, text")
    desk.edit("date: 2025-05", "date: 2025-55")
    desk.edit(
        "id: voted, date: 2026-03-09, text: The council voted., cites: [A1]",
        "id: voted, date: 2026-03-09, text: The council voted., cites: [A77]",
    )
    codes = {problem.code: problem.place for problem in desk.errors()}
    for code, text in {"E024": "2025-55", "E202": "A77"}.items():
        place = codes[code]
        assert place is not None
        assert place.line == desk.line_of(text)
        assert place.excerpt[place.column - 1 :].startswith(text)


def test_what_follows_from_a_problem_is_not_told_as_well(desk: DeskCopy) -> None:
    desk.edit("confidence: low", "confidence: lwo")
    desk.edit("{id: promise, date: 2015,", "{id: promise, date: never,")
    desk.edit("title: A ferry for the northern islands, publisher", "title: 5, publisher")
    assert sorted(problem.code for problem in desk.examine()[1]) == ["E023", "E024", "E025"]


def test_what_all_readers_see_is_not_marked_above_any_of_them(desk: DeskCopy) -> None:
    desk.edit("{default: Ports desk, marking: TLP:CLEAR}", "{default: Ports desk, marking: TLP:AMBER}")
    errors = desk.errors()
    assert [problem.code for problem in errors] == ["E208"] * 3, "one for each audience that may see less"
    assert {problem.place.line for problem in errors if problem.place} == {desk.line_of("Ports desk")}


def test_thousands_of_problems_end_within_seconds(desk: DeskCopy) -> None:
    desk.append("".join(f"key{number}: x\n" for number in range(20_000)))
    ended = run("check", folder=desk.folder, memory=1024 * MIB, seconds=120)
    assert ended.returncode == 1
    assert "there are 19,000 more problems in this file" in ended.stdout


def test_the_comma_that_ends_a_text_between_braces_is_explained(desk: DeskCopy) -> None:
    desk.edit("The state pays a half.,", "The state, it seems, pays a half.,")
    hints = {problem.hint.split(".")[0] for problem in desk.errors()}
    assert hints == {"Between braces { } a text with a comma must stand in quotes"}


ARTICLE_PATHS = {
    "a NUL": '"a\\0b"',
    "too long for a name": "a" * 300,
    "a link to itself": "loop",
    "a folder": ".",
    "the folder above": "..",
    "a pipe": "pipe",
    "a link out": "passwd.txt",
    "a linked folder": "above/house.yaml",
    "a Windows drive": "C:\\letter.txt",
    "a network share": '"\\\\\\\\server\\\\letter.txt"',
    "an address": "http://127.0.0.1/x.txt",
    "an escaped path": '"%2e%2e/house.yaml"',
    "a hyphen": '"-"',
    "not a text": "noise.bin",
    "nothing": "nothing.txt",
}


@pytest.mark.parametrize("path", ARTICLE_PATHS.values(), ids=ARTICLE_PATHS)
def test_an_article_is_a_file_in_its_brief_s_folder(desk: DeskCopy, path: str) -> None:
    (desk.brief / "loop").symlink_to("loop")
    (desk.brief / "passwd.txt").symlink_to("/etc/passwd")
    (desk.brief / "above").symlink_to("..")
    (desk.brief / "noise.bin").write_bytes(bytes(range(256)))
    (desk.brief / "nothing.txt").write_bytes(b"")
    os.mkfifo(desk.brief / "pipe")
    desk.edit("file: ferry.txt", f"file: {path}")
    faults = [problem for problem in desk.errors() if problem.code in {"E009", "E011", "E014", "E016", "E031"}]
    assert len(faults) == 1
    assert faults[0].hint


def test_a_link_to_an_article_beside_it_is_followed(desk: DeskCopy) -> None:
    (desk.brief / "link.txt").symlink_to("ferry.txt")
    desk.edit("file: ferry.txt", "file: link.txt")
    assert desk.errors() == []


@pytest.mark.parametrize("thing", ["a folder", "a pipe", "a link to endless zeros"])
def test_a_brief_that_is_no_ordinary_file_is_not_read(desk: DeskCopy, thing: str) -> None:
    file = desk.folder / BRIEF
    file.unlink()
    make = {
        "a folder": file.mkdir,
        "a pipe": lambda: os.mkfifo(file),
        "a link to endless zeros": lambda: file.symlink_to("/dev/zero"),
    }
    make[thing]()
    ended = run("check", folder=desk.folder, memory=1024 * MIB, seconds=120)
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[0].endswith(f"{BRIEF}: error: E001 this is no file that can be read")
