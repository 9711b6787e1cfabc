"""A layout that means harm: it cannot run code, read files, fetch anything, hang the program or hide the marking.

Nor can it see anything but the composed variant.
"""

import dataclasses
import datetime as dt
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from briefing.building.build import Order, build_folder
from briefing.language.words import Language
from briefing.laying_out import lay_out as lay_out_module
from briefing.laying_out.filters import FILTERS
from briefing.laying_out.page import examine
from briefing.laying_out.sandbox import Sandbox
from briefing.laying_out.templates import SHOWN, names
from briefing.loading.load import load_layouts
from briefing.model.change import OF_CHANGES
from briefing.model.problem import FaultyInputError, Problem
from tests.two_editions import edit_much, first_edition, second_edition
from tests.workbench import HOUSE, DeskCopy

HIDDEN = "Quokka"  # stands in every file that a layout must not read


def own_layout(desk: DeskCopy, block: str = "", css: str = "", brief: str = "") -> None:
    """Give the chief a layout of the desk's own."""
    desk.edit("layout: one-page", "layout: mine", HOUSE)
    desk.write("title: Mine\nextends: one-page\n", "layouts/mine/layout.yaml")
    template = '{% extends "base/brief.html" %}\n' + f"{{% block kind %}}\n{block}\n{{% endblock %}}\n"
    if brief or block:
        desk.write(brief or template, "layouts/mine/brief.html")
    if css:
        desk.write(css, "layouts/mine/brief.css")


def refused(desk: DeskCopy) -> tuple[Problem, ...]:
    with pytest.raises(FaultyInputError) as error:
        desk.html("chief")
    assert all(problem.hint and problem.place for problem in error.value.problems)
    return error.value.problems


# Code


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ [variant]|map(attribute='__class__')|join }}",
        "{{ [variant]|map('attr', '__class__')|list|join }}",
        "{{ [variant]|groupby('__class__')|join }}",
        "{% for kind, them in [variant] | grouped('__class__') %}{{ kind.__mro__ }}{% endfor %}",
        "{% for kind, them in variant.entries() | grouped('__class__') %}{{ kind }}{% endfor %}",
        "{{ [variant]|sort(attribute='__class__')|join }}",
        "{{ variant.entries()|sum('__class__') }}",
        "{{ [variant]|selectattr('__class__')|list|length }}",
        "{{ variant.__class__ }}",
        "{{ variant.__dict__ }}",
        "{{ variant.digest() }}",
        "{{ variant.entries().gi_frame }}",
        "{{ variant.entries.__func__ }}",
        "{{ language._locale }}",
        "{{ language._catalogue }}",
        "{{ language.day.__func__.__globals__ }}",
        "{{ _.__self__ }}",
        "{{ timeline.__globals__ }}",
        "{{ grade_of_source.__globals__ }}",
        "{{ parts.paragraph._func }}",
        "{{ parts.__dict__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ self.kind._context }}",
        "{% for x in 'ab' %}{{ loop._iterable }}{% endfor %}",
        "{{ caller }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ dict.mro() }}",
        "{{ range(3) }}",
        "{{ get_flashed_messages }}",
        "{{ environment }}",
        "{{ '{0.__class__}'.format(variant) }}",
        "{{ '{0[__class__]}'.format(variant) }}",
        "{{ '{a.digest}'.format(a=variant) }}",
        "{{ '{!r}'.format(variant) }}",
        "{{ '{}'.format(variant) }}",
        "{{ '{0.__class__}'.format_map({'0': variant}) }}",
        "{{ '%r' % variant }}",
        "{{ '%s' | format(variant) }}",
        "{{ variant }}",
        "{{ language }}",
        "{{ variant | string }}",
        "{{ variant ~ '' }}",
        "{{ [variant] | join }}",
        "{{ [variant] }}",
        "{{ variant | pprint }}",
        "{{ variant | tojson }}",
        "{{ {'a': variant} | xmlattr }}",
        "{{ variant.scheme.levels }}",
        "{{ variant.scheme.marking('TLP:RED').name }}",
        "{{ variant.date.today() }}",
        "{{ variant.date.strftime('%s') }}",
        "{{ 'x'.encode('idna') }}",
        "{% do 1 %}",
        "{% debug %}",
        "{% import 'os' as os %}",
        "{% from 'subprocess' import run %}",
        "{% autoescape false %}{{ variant.title }}{% endautoescape %}",
        "{{ variant.title | safe }}",
        "{% set _ = variant %}{{ _.__init__ }}",
        "{% macro m() %}{{ varargs.__class__ }}{% endmacro %}{{ m(1) }}",
    ],
)
def test_a_template_cannot_leave_its_sandbox(desk: DeskCopy, attack: str) -> None:
    own_layout(desk, attack)
    assert {problem.code for problem in refused(desk)} == {"E502"}


def test_an_attack_on_the_program_s_own_things_changes_nothing(desk: DeskCopy) -> None:
    own_layout(desk, "{% set variant = 1 %}{{ variant }}{% set ns = {} %}")
    assert "TLP:AMBER" in desk.html("chief")


# Files


@pytest.fixture
def with_secrets(desk: DeskCopy) -> DeskCopy:
    desk.write(f"<b>{HIDDEN}</b>", "secret.html")
    desk.write(f"<b>{HIDDEN}</b>", "layouts/other/secret.html")
    desk.write("title: Other\n", "layouts/other/layout.yaml")
    mine = desk.folder / "layouts/mine"
    mine.mkdir(parents=True)
    (mine / "link.html").symlink_to(desk.folder / "secret.html")
    (mine / "folder").symlink_to(desk.folder, target_is_directory=True)
    (mine / "loop").symlink_to(mine / "loop")
    (mine / "other").symlink_to(desk.folder / "layouts/other", target_is_directory=True)
    return desk


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../../secret.html",
        "mine/../../../secret.html",
        "base/../../secret.html",
        "folder/secret.html",
        "mine/folder/secret.html",
        "other/secret.html",
        "link.html",
        "loop",
        "loop/x.html",
        "a\\0b",
        "x" * 300,
        "//etc/passwd",
        "file:///etc/passwd",
        "C:\\\\Windows\\\\win.ini",
        "..",
        ".",
        "",
    ],
)
@pytest.mark.parametrize(
    "form",
    ["{{% include '{}' %}}", "{{% import '{}' as x %}}", "{{% set x = '{}' %}}{{% include x %}}"],
)
def test_a_template_reads_no_file_but_those_of_its_layouts(with_secrets: DeskCopy, form: str, name: str) -> None:
    own_layout(with_secrets, form.format(name))
    problems = refused(with_secrets)
    assert HIDDEN not in repr(problems)
    assert "root:" not in repr(problems)


def test_a_whole_template_that_is_a_link_is_not_read(with_secrets: DeskCopy) -> None:
    own_layout(with_secrets)
    mine = with_secrets.folder / "layouts/mine"
    (mine / "brief.html").symlink_to(with_secrets.folder / "secret.html")
    (mine / "sections").symlink_to(with_secrets.folder / "layouts/other", target_is_directory=True)
    assert HIDDEN not in with_secrets.html("chief")


@pytest.mark.parametrize("file", ["tokens.css", "brief.css", "screen.css"])
def test_a_style_sheet_that_is_a_link_is_not_read(with_secrets: DeskCopy, file: str) -> None:
    own_layout(with_secrets)
    (with_secrets.folder / "layouts/mine" / file).symlink_to(with_secrets.folder / "secret.html")
    assert HIDDEN not in repr(refused(with_secrets))


def test_a_layout_yaml_that_is_a_link_is_not_read(with_secrets: DeskCopy) -> None:
    file = with_secrets.folder / "layouts/mine/layout.yaml"
    file.symlink_to(with_secrets.folder / "secret.html")
    with pytest.raises(FaultyInputError) as error:
        load_layouts(with_secrets.folder / "layouts")
    assert HIDDEN not in repr(error.value.problems)
    assert [problem.code for problem in error.value.problems] == ["E501"]


@pytest.mark.parametrize(
    "address", ["folder/secret.html", "link.html", "../../secret.html", "loop", "a%00b", "x" * 300]
)
def test_a_style_sheet_shows_no_file_but_its_own(with_secrets: DeskCopy, address: str) -> None:
    own_layout(with_secrets, css=f"p {{ background: url({address}) }}")
    problems = refused(with_secrets)
    assert [problem.code for problem in problems] == ["E503"]
    assert HIDDEN not in repr(problems)


# The page, and its twin in a browser


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT src=//x></SCRIPT>",
        "<img src='http://127.0.0.1/x.png' alt='x'>",
        "<img src='file:///etc/passwd' alt='x'>",
        "<img src='/etc/passwd' alt='x'>",
        "<img src='data:text/html,x' alt='x'>",
        "<img srcset='http://127.0.0.1/x.png 2x' alt='x'>",
        "<p onclick='x()'>x</p>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><title>x</title></svg>",
        "<object data='file:///etc/passwd'></object>",
        "<embed src='x'>",
        "<iframe srcdoc='x'></iframe>",
        "<link rel='attachment' href='file:///etc/passwd'>",
        "<link rel='stylesheet' href='http://127.0.0.1/x.css'>",
        "<a rel='attachment' href='file:///etc/passwd'>x</a>",
        "<a href='file:///etc/passwd'>x</a>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<a href='#end' ping='http://127.0.0.1'>x</a>",
        "<base href='http://127.0.0.1/'>",
        "<meta http-equiv='refresh' content='0;url=http://127.0.0.1'>",
        "<svg><image href='file:///etc/passwd'/></svg>",
        "<svg><use href='http://127.0.0.1/x.svg#a'/></svg>",
        "<svg><use xlink:href='data:image/svg+xml,x#a'/></svg>",
        "<svg><a href='javascript:x'><text>x</text></a></svg>",
        "<svg><set attributeName='href' to='javascript:x'/></svg>",
        "<svg><foreignObject><p>x</p></foreignObject></svg>",
        "<svg><script>x</script></svg>",
        "<svg><style>@import 'http://127.0.0.1/x.css';</style></svg>",
        "<svg><rect fill='url(http://127.0.0.1/x.svg#a)'/></svg>",
        "<math><mtext>x</mtext></math>",
        "<form action='http://127.0.0.1'><input name='x'></form>",
        "<button formaction='javascript:x'>x</button>",
        "<template><script>x</script></template>",
        "<noscript><p title='</noscript><script>x</script>'></noscript>",
        "<video src='http://127.0.0.1/x'></video>",
        "<body background='http://127.0.0.1/x.png'>",
        "<table background='http://127.0.0.1/x.png'></table>",
        "<p style='background: url(http://127.0.0.1/x.png)'>x</p>",
        "<p style='background: image-set(\"http://127.0.0.1/x.png\" 1x)'>x</p>",
        "<p style='--u: \"http://127.0.0.1/x.png\"; background: image-set(var(--u) 1x)'>x</p>",
        "<p style='background: u\\72l(file:///etc/passwd)'>x</p>",
        "<style>@import 'http://127.0.0.1/x.css';</style>",
        "<style>@im\\70ort url(http://127.0.0.1/x.css);</style>",
        "<style>@font-face { font-family: X; src: url(http://127.0.0.1/x.woff2) }</style>",
        "<style>p { background: url('data:text/html,x') }</style>",
        "<sc{{ '' }}ript>alert(1)</sc{{ '' }}ript>",
        "{{ style[:0] }}<scr{% if twin %}ipt{% endif %}ipt>",
        "<x-y is='z'>x</x-y>",
        "<marquee>x</marquee>",
        "<plaintext>",
    ],
)
def test_a_page_neither_runs_nor_fetches_anything(desk: DeskCopy, markup: str) -> None:
    own_layout(desk, markup)
    codes = {problem.code for problem in refused(desk) if problem.is_error}
    assert codes <= {"E504", "E506"}
    assert "E504" in codes


def test_what_a_page_may_not_hold_is_found_in_the_template(desk: DeskCopy) -> None:
    own_layout(desk, "<p>well</p>\n<p onclick='x()'>x</p><script>1</script>")
    click, script = refused(desk)
    assert click.place is not None
    assert script.place is not None
    assert (click.place.file.name, click.place.line, click.place.column) == ("brief.html", 4, 4)
    assert (script.place.line, script.place.column) == (4, 23)


def test_a_script_for_the_twin_alone_is_found_as_well(desk: DeskCopy) -> None:
    own_layout(desk, "{% if twin %}<script>alert(1)</script>{% endif %}")
    variant, layout = desk.variant("chief"), desk.workshop().layouts["mine"]
    twin = lay_out_module.Page("A4", faces="@font-face { font-family: X; src: url(data:font/woff2;base64,AA) }")
    assert lay_out_module.lay_out(variant, layout, lay_out_module.Page("A4"))
    with pytest.raises(FaultyInputError, match="script"):
        lay_out_module.lay_out(variant, layout, twin)


def test_text_of_a_brief_is_never_markup_whatever_the_template_does(desk: DeskCopy) -> None:
    desk.edit("default: A second ferry, and a quay that may not bear it", "default: '<script>x</script>'")
    own_layout(
        desk, "{{ variant.title | replace('&', '') | upper ~ '' }}{% set t %}{{ variant.title }}{% endset %}{{ t }}"
    )
    assert "<script" not in desk.html("chief").lower()


# The marking


@pytest.mark.parametrize(
    "brief",
    [
        '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><h1>x</h1></body></html>',
        '{% extends "base/brief.html" %}{% block furniture %}{% endblock %}',
    ],
)
def test_a_layout_without_the_marking_is_refused(desk: DeskCopy, brief: str) -> None:
    own_layout(desk, brief=brief)
    if "furniture" in brief:
        desk.write("{% macro particulars() %}{% endmacro %}", "layouts/mine/extra.html")
    codes = [problem.code for problem in built(desk)]
    assert "E506" in codes


@pytest.mark.parametrize(
    "css",
    [
        ".banner { display: none }",
        ".banner { visibility: hidden }",
        ".banner { font-size: 2pt !important }",
        ".banner { color: transparent !important }",
        ".banner { color: #fff !important; background: #fff !important }",
        ".banner { color: #eee !important; background: none !important }",
        ".banner { position: relative; left: -400mm }",
        ".banner-foot { position: static; display: none }",
        "@page { @top-right { content: none } }",
        "@page :first { @bottom-right { content: none } }",
    ],
)
def test_a_marking_that_cannot_be_read_on_every_page_is_refused(desk: DeskCopy, css: str) -> None:
    own_layout(desk, css=css)
    assert "E506" in [problem.code for problem in built(desk)]
    assert not [name for name in desk.made() if name.endswith(".pdf")]


def built(desk: DeskCopy) -> list[Problem]:
    order = Order(desk.folder / "build", ("chief",))
    return [one for one in build_folder(desk.brief, order, desk.workshop()) if isinstance(one, Problem)]


# Work without end


LETTERS = "'abcdefghij'"
LOOPS = "".join(f"{{% for {a} in {LETTERS} %}}" for a in "abcdefgh") + "{% endfor %}" * 8
DOUBLED = "{% set x = 'ha' %}" + "{% set x = x ~ x %}" * 60
WRITTEN = "{% set x %}ha{% endset %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 60
NESTED = "{% set x = [1, 1] %}" + "{% set x = [x, x] %}" * 60
MACROS = "{% macro m0() %}x{% endmacro %}" + "".join(
    f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}" for n in range(1, 60)
)


@pytest.mark.parametrize(
    "work",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        LOOPS,
        "{% for i in 'x' * 10**9 %}x{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ ([1] * 10**9) | length }}",
        "{{ 10**10**10 }}",
        "{{ 9**9**9 }}",
        "{{ " + "9" * 4000 + " * " + "9" * 4000 + " }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ '{0:{1}}'.format(1, 1000000000) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{{ ['x'] | batch(1000000000, 'x') | list | length }}",
        "{{ 'x' | slice(1000000000) | list | length }}",
        "{{ ('x' * 9999) | replace('x', 'y' * 9999) }}",
        "{{ ('x' * 9999) | list | join('y' * 9999) }}",
        "{{ ('{0}' * 9999).format('y' * 9999) }}",
        DOUBLED,
        WRITTEN,
        NESTED + "{{ x == x[:] }}",
        "{% set x = [1] %}" + "{% set x = x + x %}" * 60,
        "{% set x = (1, 1) %}" + "{% set x = (x, x) %}" * 60 + "{{ {x: 1} | length }}",
        "{% set x = {'a': 1} %}" + "{% set x = {'a': x, 'b': x} %}" * 60,
        MACROS + "{{ m59() }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ self.kind() }}",
        "{% include 'mine/brief.html' %}",
        "{% for x in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "".join(f"{{% for {a} in 'a' %}}" for a in "abcdefghijklmnopqrstuvwxyz") + "{% endfor %}" * 26,
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ " + "-" * 50_000 + "1 }}",
        "x" * 2_000_000,
    ],
    ids=lambda work: work[:40],
)
def test_work_without_end_is_ended(desk: DeskCopy, work: str) -> None:
    own_layout(desk, work)
    assert {problem.code for problem in refused(desk)} <= {"E502", "E505"}


def test_includes_that_double_are_ended(desk: DeskCopy) -> None:
    own_layout(desk, "{% include 'i0.html' %}")
    for number in range(40):
        part = f"{{% include 'i{number + 1}.html' %}}" * 2 if number < 39 else "x"
        desk.write(part, f"layouts/mine/i{number}.html")
    assert [problem.code for problem in refused(desk)] == ["E505"]


def test_a_cycle_of_layouts_is_told(desk: DeskCopy) -> None:
    desk.write("title: A\nextends: b\n", "layouts/a/layout.yaml")
    desk.write("title: B\nextends: a\n", "layouts/b/layout.yaml")
    with pytest.raises(FaultyInputError, match="extends itself"):
        load_layouts(desk.folder / "layouts")


# What a template sees

PLAIN = (str, int, float, bool, type(None), dt.date)


def seen_by(desk: DeskCopy, audience: str) -> tuple[Sandbox, dict[str, Any]]:
    variant = desk.variant(audience)
    layout = desk.workshop().layouts[desk.workshop().desk.house.audiences[audience].layout]
    language = Language(variant.language)
    sandbox = Sandbox(DictLoader({}), FILTERS, names(language), SHOWN)
    return sandbox, lay_out_module.seen(variant, layout, language, "", lay_out_module.Page("A4"))


def reachable(sandbox: Sandbox, value: Any, path: str, met: set[int]) -> Iterator[tuple[str, Any]]:
    """Every value that a template can come to from this one: by attributes, items and methods without arguments."""
    if not isinstance(value, PLAIN):
        if id(value) in met:
            return
        met.add(id(value))
    yield path, value
    if isinstance(value, tuple | list | types.GeneratorType):
        for index, one in enumerate(value):
            yield from reachable(sandbox, one, f"{path}[{index}]", met)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from reachable(sandbox, key, f"{path} key", met)
            yield from reachable(sandbox, one, f"{path}[{key!r}]", met)
    elif not isinstance(value, PLAIN):
        for name in dir(value):
            one = getattr(value, name)
            if sandbox.is_safe_attribute(value, name, one):
                yield from reachable(sandbox, answer(one), f"{path}.{name}", met)


def answer(value: Any) -> Any:
    """What a method without arguments gives; else the method."""
    try:
        return value() if isinstance(value, types.MethodType) else value
    except TypeError:
        return value


ALLOWED = {
    "Designation",
    "Imprint",
    "Number",
    *(thing.__name__ for thing in OF_CHANGES),
    "Variant",
    "Section",
    "Source",
    "Annex",
    "AnnexBlock",
    "Block",
    "Citation",
    "Words",
    "Silenced",
    "Wrong",
} | {
    *("Caveat", "Form", "Marking", "Likelihood", "Band", "Yardstick", "Level", "Scheme", "Language"),
    *("ActorEntry", "EventEntry", "OptionEntry", "QuestionEntry", "ReadingEntry", "StakeEntry", "ViewEntry", "Entry"),
}


@pytest.mark.parametrize("audience", ["chief", "board", "public", "reader"])
def test_a_template_comes_to_plain_values_of_its_variant_alone(desk: DeskCopy, audience: str) -> None:
    sandbox, seen = seen_by(desk, audience)
    functions = {"timeline", "qr"}
    for path, value in reachable(sandbox, seen, "", set()):
        if isinstance(value, types.FunctionType):
            assert value.__name__ in functions, path
        elif isinstance(value, types.MethodType):
            assert isinstance(value.__self__, Language) or value.__name__ in {"section", "band", "join"}, path
        elif type(value).__module__.startswith("briefing"):
            assert type(value).__name__ in ALLOWED, path
            assert isinstance(value, Language) or dataclasses.is_dataclass(value), path
        else:
            assert isinstance(value, (*PLAIN, tuple, list, dict, Markup, types.GeneratorType)), (path, type(value))


def test_nothing_that_was_withheld_can_be_come_to(desk: DeskCopy) -> None:
    everything = {text for audience in ("chief", "board", "reader") for text in texts_seen(desk, audience)}
    public = texts_seen(desk, "public")
    withheld = [text for text in everything if len(text) > 30 and not any(text in one for one in public)]
    assert len(withheld) > 5, "the test has something to find"
    whole = "\n".join(public)
    assert not [text for text in withheld if text in whole]


def texts_seen(desk: DeskCopy, audience: str) -> set[str]:
    sandbox, seen = seen_by(desk, audience)
    return {value for _, value in reachable(sandbox, seen, "", set()) if isinstance(value, str)}


def test_levels_above_the_reader_s_are_not_seen(desk: DeskCopy) -> None:
    desk.edit(
        "marking: tlp", "marking: ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED', QUOKKA]", HOUSE
    )
    assert not [text for text in texts_seen(desk, "public") if "QUOKKA" in text]


def test_globals_of_a_template_are_those_given_to_it() -> None:
    sandbox = Sandbox(DictLoader({}), FILTERS, names(Language("en")), SHOWN)
    assert set(sandbox.globals) == {
        *("_", "ngettext", "grade_of_source", "grade_of_information"),
        *("quoted", "listed", "direction_of_article"),
    }


# Large and still well


def test_a_large_brief_is_within_bounds(desk: DeskCopy) -> None:
    variant = desk.variant("board")
    layout = load_layouts(None)["policy-brief"]
    section = variant.sections[0]
    many = dataclasses.replace(section, entries=section.entries * (1000 // len(section.entries)))
    large = dataclasses.replace(variant, sections=(many, *variant.sections[1:]))
    html = lay_out_module.lay_out(large, layout, lay_out_module.Page("A4"))
    assert not examine(html, large, layout)


def test_shipped_layouts_make_sound_pages(desk: DeskCopy) -> None:
    look: Callable[[str], tuple[Problem, ...]] = lambda audience: examine(  # noqa: E731
        desk.html(audience),
        desk.variant(audience),
        desk.workshop().layouts[desk.workshop().desk.house.audiences[audience].layout],
    )
    for audience in ("chief", "board", "public", "reader"):
        assert look(audience) == ()


def test_files_stay_as_they_were(desk: DeskCopy, tmp_path: Path) -> None:
    own_layout(desk, "{{ variant.title }}")
    before = sorted(tmp_path.rglob("*"))
    desk.html("chief")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_changed_is_plain_values_too_and_nothing_of_what_is_gone(desk: DeskCopy) -> None:
    before = first_edition(desk, "public")
    edit_much(desk)
    sandbox, seen = seen_by(desk, "public")
    seen["variant"] = second_edition(desk, before).variant
    found = list(reachable(sandbox, seen["variant"].changes, "changes", set()))
    assert {type(value).__name__ for _, value in found if type(value).__module__.startswith("briefing")} <= ALLOWED
    assert not [path for path, value in found if isinstance(value, types.MethodType)]
    assert not [value for _, value in found if isinstance(value, str) and "fishermen berth" in value]
