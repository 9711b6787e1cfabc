"""A new brief: the article as received, a brief.yaml that builds at once, and nothing where anything fails."""

import datetime as dt
import difflib
import errno
import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.building.build import examine
from briefing.drafting.new import Begun, start
from briefing.model.problem import FaultyInputError
from tests.test_read import word_package
from tests.workbench import HOUSE, ROOT, DeskCopy

TODAY = dt.date(2026, 11, 23)
TEXT = "A heading of the article\n\nThe first paragraph ends here.\n\nThe second one ends here.\n"


def begin(desk: DeskCopy, content: str | bytes = TEXT, name: str = "received.txt") -> Path:
    article = desk.write(content, f"inbox/{name}")
    return start("quay", str(article), desk.folder, today=TODAY).path


def loaded(desk: DeskCopy, file: Path):
    brief, problems = examine(file.parent, desk.workshop())
    assert brief is not None
    assert not [problem for problem in problems if problem.is_error], problems
    return brief


def test_the_article_is_kept_as_received(desk: DeskCopy) -> None:
    content = b"A line with an odd end.\r\n\r\n\xef\xbb\xbfAnother, with spaces at its end.   \n"
    file = begin(desk, content)
    assert (file.parent / "article.txt").read_bytes() == content
    assert sorted(path.name for path in file.parent.iterdir()) == ["article.txt", "brief.yaml"]


def test_the_draft_builds_for_every_audience(desk: DeskCopy) -> None:
    brief = loaded(desk, begin(desk))
    summary = brief.summary
    assert (summary.title.default, summary.date, summary.marking) == ("A heading of the article", TODAY, "TLP:CLEAR")
    assert summary.articles["A"].accessed == TODAY
    assert "# confirm" in (desk.folder / "sources/quay/brief.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("ceilings", "marking"),
    [(("TLP:AMBER", "TLP:GREEN"), "TLP:GREEN"), (("TLP:RED", None), "TLP:CLEAR"), ((None,), "TLP:CLEAR")],
)
def test_what_is_drafted_reaches_every_audience(desk: DeskCopy, ceilings: tuple[str | None, ...], marking: str) -> None:
    audiences = {
        f"a{number}": f"{{title: T{f', ceiling: {ceiling}' if ceiling else ''}}}"
        for number, ceiling in enumerate(ceilings)
    }
    listed = "".join(f"  {name}: {what}\n" for name, what in audiences.items())
    desk.write(f"organisation: O\naudiences:\n{listed}", HOUSE)
    assert loaded(desk, begin(desk)).summary.marking == marking


@pytest.mark.parametrize(
    "heading",
    [
        "2023-09-12",
        "no",
        "~",
        "1:30",
        "A title: with a colon",
        "\"doubly\" and 'singly' quoted",
        "# no comment",
        "{{ 7*7 }} {a} [b] & *c",
        "- a hyphen first",
        "ends in a backslash \\",
        "한국어 제목 😀",
        "{count} {name}",
    ],
)
def test_a_title_is_text_whatever_it_looks_like(desk: DeskCopy, heading: str) -> None:
    brief = loaded(desk, begin(desk, TEXT.replace("A heading of the article", heading)))
    assert brief.summary.title.default == heading
    assert brief.summary.articles["A"].title
    assert brief.summary.articles["A"].title.default == heading


def web_page(**meta: str) -> str:
    given = "".join(f'<meta property="{name.replace("_", ":")}" content="{value}">' for name, value in meta.items())
    paragraphs = "".join(
        f"<p>{'This is a sentence of some length about ferries and quays. ' * 4}</p>" for _ in range(4)
    )
    return (
        f'<!doctype html><html lang="{meta.get("lang", "en")}"><head><title>A ferry</title>{given}</head>'
        f"<body><article><h1>A ferry</h1>{paragraphs}</article></body></html>"
    )


def test_what_a_page_says_of_itself_is_drafted(desk: DeskCopy) -> None:
    page = web_page(article_published_time="2023-09-12T06:00:00Z", og_site_name="Island Post", lang="fr")
    summary = loaded(desk, begin(desk, page, "page.html")).summary
    assert (summary.date.isoformat(), summary.language) == ("2023-09-12", "fr")
    assert summary.articles["A"].published == "2023-09-12"


@pytest.mark.parametrize("language", ["English (United Kingdom)", "en.UTF-8", "{{ 7*7 }}", "no: no", "x" * 99, ""])
def test_a_language_that_is_none_is_not_drafted(desk: DeskCopy, language: str) -> None:
    assert loaded(desk, begin(desk, web_page(lang=language), "page.html")).summary.language == "en-GB"


@pytest.mark.parametrize("name", ["../x", "", ".hidden", "two words", "x" * 81, "a/b", "ünï", "a\nb", "-x"])
def test_a_name_is_one_that_every_system_can_keep(desk: DeskCopy, name: str) -> None:
    article = desk.write(TEXT, "inbox/received.txt")
    with pytest.raises(FaultyInputError) as refused:
        start(name, str(article), desk.folder, today=TODAY)
    assert [problem.code for problem in refused.value.problems] == ["E702"]


@pytest.mark.parametrize("content", ["", "   \n\n", b"\xff\xfe\x00", b"%PDF-1.7 broken"])
def test_nothing_is_left_of_what_cannot_be_read(desk: DeskCopy, content: str | bytes) -> None:
    with pytest.raises(FaultyInputError):
        begin(desk, content)
    assert sorted(path.name for path in (desk.folder / "sources").iterdir()) == ["harbour", "house.yaml"]


# What is drafted

QUOTING = (
    "Two ships leave\n\n"
    "“These ships are a test,” the harbour minister, Anna Karu, said. “If they arrive, there will be ten.”\n\n"
    "Why now?\n\nThe Harbour Board was silent. Karu called the Harbour Board “a riddle in a coat”.\n"
)
ARTICLES = [*sorted((ROOT / "tests/articles/tuned").glob("*.txt")), *sorted((ROOT / "seeds").glob("*.txt"))]


def warnings_of(desk: DeskCopy, file: Path) -> set[str]:
    return {problem.code for problem in examine(file.parent, desk.workshop())[1]}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.stem)
def test_an_article_gives_a_brief_without_errors_for_every_audience(desk: DeskCopy, article: Path) -> None:
    summary = loaded(desk, begin(desk, article.read_bytes())).summary
    spoken = {(quote.text.default, quote.cites) for view in summary.expert_views for quote in view.quotes}
    assert len(spoken) > 8
    shutil.rmtree(desk.brief)
    (desk.folder / "sources/quay").rename(desk.brief)
    for audience in desk.workshop().desk.house.audiences:
        assert summary.title.default[:20] in html.unescape(desk.html(audience))


@pytest.mark.parametrize("form", ["txt", "md", "html", "docx"])
def test_every_form_of_an_article_gives_the_same_draft(desk: DeskCopy, form: str) -> None:
    texts = [text.strip() for text in QUOTING.split("\n\n")]
    parts = [(text, "h2" if len(text) < 30 else "p") for text in texts]
    content: str | bytes = {
        "txt": QUOTING,
        "md": "\n\n".join(f"## {text}" if tag == "h2" else text for text, tag in parts),
        "html": f"<article>{''.join(f'<{tag}>{text}</{tag}>' for text, tag in parts)}</article>",
        "docx": word_package(
            "".join(
                f'<w:p><w:pPr><w:pStyle w:val="{"Heading2" if tag == "h2" else "Normal"}"/></w:pPr>'
                f"<w:r><w:t>{text}</w:t></w:r></w:p>"
                for text, tag in parts
            )
        ),
    }[form]
    summary = loaded(desk, begin(desk, content, f"received.{form}")).summary
    (view,) = summary.expert_views
    assert (view.expert.default, view.affiliation and view.affiliation.default) == ("Anna Karu", "Harbour minister")
    assert [(quote.text.default, quote.cites) for quote in view.quotes] == [
        ("These ships are a test", ("A1",)),
        ("If they arrive, there will be ten.", ("A1",)),
        ("a riddle in a coat", ("A2",)),
    ]
    assert [actor.name.default for actor in summary.key_actors] == ["Harbour Board"]
    assert [(asked.question.default, asked.cites) for asked in summary.open_questions] == [("Why now?", ("A2",))]


def test_every_drafted_item_is_marked_and_nothing_else_is_noise(desk: DeskCopy, golden: Any) -> None:
    golden("drafted.yaml", begin(desk, QUOTING).read_text("utf-8"))


def test_what_is_still_to_be_written_is_a_warning(desk: DeskCopy) -> None:
    file = begin(desk, QUOTING)
    assert "W125" in warnings_of(desk, file)
    file.write_text(re.sub(r"To be written.*", "Written.", file.read_text("utf-8")), "utf-8")
    assert "W125" not in warnings_of(desk, file)


@pytest.mark.parametrize("language", ["fr", "zz", "en_GB"])
def test_the_language_drafted_is_one_that_can_be_printed(desk: DeskCopy, language: str) -> None:
    loaded(desk, begin(desk, web_page(lang=language), "page.html"))


HOSTILE = {
    "no quotations": "A heading\n\nNothing is said here by anybody.\n",
    "quotations only": "\n\n".join(f"“This is quotation {n}, and nothing else.”" for n in range(40)),
    "a heading only": "What now?",
    "YAML in names": "“Yes: {no} [x] # not a comment, & *a !b %c @d `e` | > -,” said No Null, minister: of ~.\n\n"
    "“- 1:30 and yes, \\n \\x41 'single'”, Minister Null said. “null,” said Minister No: Null. “# so it is” said Null.",
    "templates": "“{{ 7*7 }} {% raw %} $(rm -rf) <script>alert(1)</script> is it,” said Karl O'Brien of {{ x }}.",
    "right to left": "عنوان المقال؟\n\nقال الوزير أحمد علي: «هذا اتفاق جيد جدا للجميع هنا».\n\n"
    "“\u202egnihton sees he says to all\u202c,” said Anna \u202eKaru\u202c.\n\n"
    'משה כהן אמר: "זה לא יקרה, ואין מה לעשות".',
    "controls": "“A\x07B is \x1b[31mwhat they say\u2028here and\u0085there,” said Anna \x0bKaru.\n\n"
    "Karu\ufeff said “x \ufffe y z a b”.",
    "marks without end": "“" * 900 + "x" + "”" * 900 + "\n\n" + "‘" * 900 + "\n\n" + '"' * 901 + "\n\n" + "«" * 900,
    "long names": f"“Yes, we say that here,” said {'Annakaru' * 200}.\n\n“Yes, we say so,” said {'Anna ' * 100}.",
    "figures": "“There are 40 ships here today,” said Anna Karu, 3rd minister of 12. “1:30, or 2023-09-12,” she said.",
    "ids": "“Yes, we do say that,” said 김정은. “No, we do not say it,” said Ünï Çøde. “Or maybe,” said Ünï.",
    "one name twice": "“Yes, we do say that,” said Anna Karu. “No, we do not say it,” said Ida Karu. Karu 1 met.",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_articles_give_a_brief_without_errors(desk: DeskCopy, text: str) -> None:
    loaded(desk, begin(desk, text))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=60)
        | st.sampled_from(
            ["“No: # it is”, said Null.", "Anna Karu", " said ", "\n\n", "'", '"', *"“”«»‘’「」[]…", "Why?", "1:30"]
        ),
        max_size=12,
    ).map("".join)
)
def test_whatever_the_article_says_the_draft_is_a_brief(desk: DeskCopy, text: str) -> None:
    shutil.rmtree(desk.folder / "sources/quay", ignore_errors=True)
    try:
        file = begin(desk, text)
    except FaultyInputError as refused:
        if {problem.code for problem in refused.problems} <= {"E012", "E014", "E016"}:
            return  # it is no article
        raise
    loaded(desk, file)


# A brief that is there


def add(desk: DeskCopy, brief: str, content: str = QUOTING, name: str = "received.txt") -> Begun:
    return start(brief, str(desk.write(content, f"inbox/{name}")), desk.folder, today=TODAY)


@pytest.fixture
def seed(desk: DeskCopy) -> DeskCopy:
    """The desk with the brief that the project shows, and its house style."""
    shutil.copytree(ROOT / "sources", desk.folder / "sources", dirs_exist_ok=True)
    return desk


def test_a_further_article_leaves_every_line_of_a_brief_as_it_was(seed: DeskCopy) -> None:
    file = seed.folder / "sources/kim-putin-summit/brief.yaml"
    before = file.read_text("utf-8").splitlines(keepends=True)
    begun = add(seed, "kim-putin-summit")
    after = file.read_text("utf-8").splitlines(keepends=True)
    assert [line for line in difflib.ndiff(before, after) if line.startswith(("-", "?"))] == []
    assert begun.added.key == "B"
    summary = loaded(seed, file).summary
    assert [quote.cites for quote in summary.expert_views[-1].quotes] == [("B1",), ("B1",), ("B2",)]
    assert (file.parent / "article-b.txt").read_text("utf-8") == QUOTING


def test_an_article_goes_under_the_next_free_letter_in_a_file_of_its_own(desk: DeskCopy) -> None:
    begin(desk)
    folder = desk.folder / "sources/quay"
    (folder / "article-b.md").write_text("mine", "utf-8")
    assert add(desk, "quay", "## A\n\nOne.", "a.md").added.key == "B"
    assert add(desk, "quay", "## A\n\nTwo.", "a.md").added.key == "C"
    assert (folder / "article-b.md").read_text("utf-8") == "mine"
    entries = loaded(desk, folder / "brief.yaml").summary.articles
    assert {key: entry.file for key, entry in entries.items()} == {
        "A": "article.txt",
        "B": "article-b-2.md",
        "C": "article-c.md",
    }


def test_the_same_article_is_not_added_twice(desk: DeskCopy) -> None:
    file = begin(desk, QUOTING)
    before = file.read_bytes()
    with pytest.raises(FaultyInputError) as refused:
        add(desk, "quay", QUOTING)
    assert [problem.code for problem in refused.value.problems] == ["E704"]
    assert file.read_bytes() == before


def test_who_stands_in_the_brief_is_no_actor_again_and_a_second_view_is_told_of(desk: DeskCopy) -> None:
    file = begin(desk, QUOTING)
    begun = add(desk, "quay", QUOTING + "\n\nOne more.")
    assert begun.added.known == ("Anna Karu",)
    assert any("Anna Karu" in sentence for sentence in begun.says())
    summary = loaded(desk, file).summary
    assert [actor.name.default for actor in summary.key_actors] == ["Harbour Board"]
    assert [view.id for view in summary.expert_views] == ["karu", "karu-n2"]


def test_bare_citations_name_the_first_article_once_there_are_two(desk: DeskCopy) -> None:
    file = begin(desk)
    file.write_text(file.read_text("utf-8").replace("cites: [A1]\n    #", "cites: [1, 2]  # bare\n    #"), "utf-8")
    begun = add(desk, "quay")
    assert "cites: [A1, A2]  # bare" in file.read_text("utf-8")
    assert "Citations that named no article now name A." in list(begun.says())
    assert loaded(desk, file).summary.bottom_line[0].cites == ("A1", "A2")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("bottom_line:", "bottom_line: [", 1), "E003"),
        (lambda text: text + "\ntitle: again\n", "E004"),
        (lambda text: text + "\nexpert_views: none\n", "E705"),
        (lambda text: text.replace("cites: [A1]", "cites: [0x7]", 1), "E705"),
        (lambda text: text.replace("cites: [A1]", "cites: [1_0]", 1), "E705"),
        (lambda text: text.replace("articles:", "artikel:", 1), "E705"),
    ],
)
def test_a_brief_that_cannot_be_added_to_is_left_alone(desk: DeskCopy, change: Any, code: str) -> None:
    file = begin(desk)
    file.write_text(change(file.read_text("utf-8")), "utf-8")
    before = file.read_bytes()
    with pytest.raises(FaultyInputError) as refused:
        add(desk, "quay")
    assert [problem.code for problem in refused.value.problems] == [code]
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["article.txt", "brief.yaml"]


def test_a_brief_keeps_its_permissions_its_mark_and_its_place(desk: DeskCopy) -> None:
    file = begin(desk)
    elsewhere = desk.write(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"), "elsewhere.yaml")
    elsewhere.chmod(0o600)
    file.unlink()
    file.symlink_to(elsewhere)
    add(desk, "quay")
    after = elsewhere.read_bytes()
    assert file.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o600
    assert after.startswith(b"\xef\xbb\xbf#")
    assert b"karu" in after
    assert after.count(b"\n") == after.count(b"\r\n")


def test_nothing_is_left_where_the_brief_cannot_be_written(desk: DeskCopy, monkeypatch: pytest.MonkeyPatch) -> None:
    file = begin(desk)
    before = file.read_bytes()

    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == "brief.yaml":
            raise OSError(errno.ENOSPC, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FaultyInputError) as refused:
        add(desk, "quay")
    assert [problem.code for problem in refused.value.problems] == ["E601"]
    assert file.read_bytes() == before
    assert sorted(path.name for path in file.parent.iterdir()) == ["article.txt", "brief.yaml"]


def test_a_folder_without_a_brief_is_left_alone(desk: DeskCopy) -> None:
    desk.write("mine", "sources/quay/notes.txt")
    with pytest.raises(FaultyInputError) as refused:
        begin(desk)
    assert [problem.code for problem in refused.value.problems] == ["E703"]
