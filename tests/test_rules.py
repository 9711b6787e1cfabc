"""The page of rules is made from the rules, and every rule has a sentence of its own."""

import re
from collections import Counter

from briefing.checking.check import RULES
from tools.rules import PAGE, page


def test_the_page_is_up_to_date():
    assert PAGE.read_text("utf-8") == page(), "make rules"


def test_every_rule_has_a_code_of_its_own_and_a_sentence():
    assert max(Counter(rule.code for rule in RULES).values()) == 1
    for rule in RULES:
        assert re.fullmatch(r"[EW]\d{3}", rule.code)
        assert rule.says.endswith("."), rule.code
