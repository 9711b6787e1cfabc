"""Evidence: every quotation, figure and name is held against the numbered paragraphs of the articles."""

from briefing.evidence import names, quoted, sources, statements
from briefing.evidence.articles import citations, figures_of, wording_of
from briefing.evidence.quoted import Stands, quotations
from briefing.evidence.statements import Counted, counted
from briefing.model.rule import Rule, error, warning

__all__ = ["RULES", "Counted", "Stands", "citations", "counted", "figures_of", "quotations", "wording_of"]

RULES: tuple[Rule, ...] = (
    error("E101", quoted.quotations_stand_in_an_article),
    error("E102", quoted.quotations_stand_where_they_are_cited),
    error("E103", quoted.parts_of_quotations_are_in_order),
    error("E104", statements.figures_stand_in_an_article),
    warning("W105", statements.figures_stand_where_they_are_cited),
    warning("W106", names.speakers_stand_near),
    warning("W107", names.names_stand_in_an_article),
    warning("W108", names.names_are_spelled_as_in_the_article),
    warning("W109", sources.statements_cite_something),
    warning("W110", sources.bottom_lines_rest_on_more_than_one_paragraph),
    warning("W111", sources.articles_are_cited),
    warning("W112", sources.articles_are_graded),
    warning("W113", sources.reprints_are_permitted),
    error("E114", sources.reprints_for_the_widest_audience_are_permitted),
)
