"""Every quotation, figure and name is held against the article."""

import pytest

from tests.evidence_desk import BRIEF, codes, problems


def quoting(text: str, cites: str = "A2", expert: str = "Anna Karu") -> list[dict]:
    return [{"expert": expert, "view": "…", "cites": ["A2"], "quotes": [{"text": text, "cites": [cites]}]}]


def stating(text: str, *cites: str) -> list[dict]:
    return [{"text": text, "cites": list(cites)}]


def test_a_true_brief_is_free_of_problems(tmp_path):
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("quotation", "message", "hint"),
    [
        ("We will close the terminal", "this is not what A2 says: it has “not”, which is missing here", "We will not"),
        ("It carries 24 % of our gas", "it has “42” where this has “24”", "A2: “It carries 42 % of our gas”"),
        ("It carries exactly 42 % of our gas", "it does not have “exactly”", "A2: “It carries 42"),
        ("zebra xylophone", "these words are in no article", "letter for letter"),
    ],
)
def test_a_misquotation_is_shown_with_its_paragraph_and_the_words_that_differ(tmp_path, quotation, message, hint):
    (problem,) = problems(tmp_path, expert_views=quoting(quotation))
    assert problem.code == "E101"
    assert problem.is_error
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place.line


def test_right_words_of_another_paragraph_name_the_right_one(tmp_path):
    (problem,) = problems(tmp_path, expert_views=quoting("No decision is expected"))
    assert (problem.code, problem.hint) == ("E102", "They stand in A5: cite that.")


def test_a_quotation_without_citations_of_its_own_has_those_of_its_view(tmp_path):
    view = {"expert": "Anna Karu", "view": "…", "cites": ["A2"], "quotes": ["We will not close the terminal"]}
    assert codes(tmp_path, expert_views=[view]) == []
    assert codes(tmp_path, expert_views=[{**view, "cites": ["A3"]}]) == ["E102"]


def test_parts_in_another_order_than_the_article(tmp_path):
    (problem,) = problems(tmp_path, expert_views=quoting("It carries 42 % of our gas … We will not close"))
    assert (problem.code, "In A2 they stand in another order" in problem.hint) == ("E103", True)


def test_parts_of_two_articles_are_told_apart(tmp_path):
    other = tmp_path / "desk" / "other.txt"
    other.parent.mkdir()
    other.write_text("The pipeline was finished in a hurry. Nobody was asked.\n", "utf-8")
    articles = {**BRIEF["articles"], "B": {"file": "other.txt", "grade": "B2", "rights": "Our own"}}
    views = quoting("We will not close the terminal … The pipeline was finished")
    found = problems(tmp_path / "desk", articles=articles, expert_views=views)
    assert [(one.code, one.hint) for one in found if one.is_error] == [("E103", "Quote A2, B1 one by one.")]


def test_parts_too_far_apart(tmp_path):
    (problem,) = problems(tmp_path, expert_views=quoting("We will not close the terminal … No decision"))
    assert (problem.code, "too far apart, in A2, A5" in problem.hint) == ("E103", True)


def test_a_negation_in_brackets_is_named(tmp_path):
    (problem,) = problems(tmp_path, expert_views=quoting("It [not] carries 42 % of our gas"))
    assert "the square brackets put “not” into A2" in problem.message


def test_every_text_of_a_quotation_is_checked(tmp_path):
    per_audience = {"default": "We will not close the terminal", "public": "We will close the terminal"}
    (problem,) = problems(tmp_path, expert_views=quoting(per_audience))
    assert problem.code == "E101"


@pytest.mark.parametrize(
    ("statement", "cites", "expected"),
    [
        ("It carries 42 per cent of the gas.", ("A2",), []),
        ("It carries forty-two percent of the gas.", ("A2",), []),
        ("It would cost EUR 3.5bn.", ("A3",), []),
        ("They met on September 12, 2024.", ("A1",), []),
        ("Prices rose for 6 months.", ("A4",), []),
        ("It carries 24 % of the gas.", ("A2",), ["E104"]),
        ("It would cost €3.5 million.", ("A3",), ["E104"]),
        ("They met on 21 September.", ("A1",), ["E104"]),
        ("It carries 42 % of the gas.", ("A3",), ["W105"]),
        ("It carries 24 % of the gas.", (), ["W109"]),
    ],
)
def test_figures_and_dates_stand_in_the_paragraphs_cited(tmp_path, statement, cites, expected):
    assert codes(tmp_path, context=stating(statement, *cites)) == expected


def test_what_to_watch_for_is_the_desks_own(tmp_path):
    question = {"question": "When?", "watch_for": "A price above 500 euros.", "cites": ["A5"]}
    assert codes(tmp_path, open_questions=[question]) == []


@pytest.mark.parametrize(
    ("expert", "cites", "expected"),
    [
        ("Anna Karu", "A2", []),
        ("Jaan Tamm", "A4", []),
        ("Dr Jaan Tamm", "A4", []),
    ],
)
def test_speakers_stand_near_their_words(tmp_path, expert, cites, expected):
    text = "We will not close the terminal" if cites == "A2" else "a floor, not a ceiling"
    assert codes(tmp_path, expert_views=quoting(text, cites, expert)) == expected


def test_a_speaker_who_is_not_named_there_draws_a_warning(tmp_path):
    article_says = "No decision is expected before the spring"
    assert codes(tmp_path, expert_views=quoting(article_says, "A5", "Anna Karu")) == ["W106"]


@pytest.mark.parametrize(
    ("name", "expected", "part"),
    [
        ("Anna Karu", [], ""),
        ("President Jaan Tamm", [], ""),
        ("Anna Kaaru", ["W108"], "“Anna Karu”"),
        ("Peeter Kask", ["W107"], "in no article"),
    ],
)
def test_names_of_actors(tmp_path, name, expected, part):
    found = problems(tmp_path, key_actors=[{"name": name, "cites": ["A2"]}])
    assert [problem.code for problem in found] == expected
    assert all(part in problem.message for problem in found)


def test_a_bottom_line_that_rests_on_one_paragraph(tmp_path):
    assert codes(tmp_path, bottom_line=stating("No decision is likely.", "A5")) == ["W110"]


def test_an_article_that_is_never_cited_or_has_no_grade(tmp_path):
    articles = {**BRIEF["articles"], "B": {"file": "article.txt", "rights": "Our own"}}
    assert codes(tmp_path, articles=articles) == ["W111", "W112"]


@pytest.mark.parametrize(("audience", "expected"), [("all", ["W113"]), ("public", ["E114"])])
def test_a_reprint_needs_a_permission(tmp_path, audience, expected):
    house = {"audiences": {name: {"title": name, "ceiling": c} for name, c in CEILINGS.items()}}
    house["audiences"][audience]["annex"] = True
    entry = {key: value for key, value in BRIEF["articles"]["A"].items() if key != "rights"}
    assert codes(tmp_path, house=house, articles={"A": entry}) == expected


CEILINGS = {"all": "TLP:RED", "public": "TLP:CLEAR"}


def test_the_house_may_change_a_rule_and_an_item_may_silence_it(tmp_path):
    statement = {"text": "It carries 24 % of the gas.", "cites": ["A2"]}
    (problem,) = problems(tmp_path, house={"rules": {"E104": "warning"}}, context=[statement])
    assert not problem.is_error
    assert codes(tmp_path, house={"rules": {"E104": "off"}}, context=[statement]) == []
    silenced = {**statement, "silence": {"code": "E104", "reason": "A misprint of the copy."}}
    assert codes(tmp_path, context=[silenced]) == []
    assert codes(tmp_path, context=[silenced, statement]) == ["E104"]
