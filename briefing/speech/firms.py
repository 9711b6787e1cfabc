"""Firms: what stands beside a name and says that it is of a firm: “le groupe Altivor”, “Altivor’s shares”."""

import re

_OWNS = re.compile(
    r"[’']s?\s(?:[a-z-]+\s){0,3}(?:chief executive|shares|stock|board|headquarters|shareholders|chief financial|"
    r"finance chief|"
    r"chairman|chairwoman|managing director|profits?|revenues?|sales)\b|\s(?:shares|stock)\b"
)
_IS_A_BODY = re.compile(
    r",? (?:which|whose (?:members|staff|board))\b"
    r"|, (?:the|an?) (?:[\w’'-]+ ){0,3}(?:firm|company|start-up|startup|maker|builder|agency|body|group|lender|insurer|"
    r"retailer|airline|manufacturer|supplier|charity|non-profit|nonprofit|think-?tank|consultancy|utility|organi[sz]ation|"
    r"association|newspaper|magazine|website|platform|lobby|chain|subsidiary|consortium|trust|foundation|watchdog|"
    r"regulator|cooperative)\b"
)
_FIRM_BEFORE = re.compile(
    r"\b(?:groupe|société|entreprise|filiale|laiterie|papeterie|conserverie|aciérie|fonderie|enseigne|constructeur|compagnie|"
    r"fabricant|producteur|équipementier|exploitant|géant|spécialiste|"
    r"company|firm|charity|supplier|lender|insurer|carrier|retailer|chain|airline)"
    r"(?:\sd(?:e\s|[’'])[a-zß-öø-ÿ]+|\s[a-zß-öø-ÿ]+)?\s$"
    r"|\b(?:salariés|filiale|actionnaires?|direction|patron|PDG|"
    r"employees|workers|subsidiary|shareholders|unit) (?:de|of|at)\s$"
    r"|\b(?:owned|run|operated|bought|acquired|made|built) by\s$"
)
_OPERATOR = re.compile(
    r"\b(?:operator|company|owner|developer|firm|group|manufacturer|supplier|exploitant|constructeur|propriétaire|Betreiber|Hersteller),\s$"
)
_REACH = 48


def is_operator(text: str, start: int) -> bool:
    """Whether “the operator,” stands before the name at this place, as before a firm that is not called one."""
    return text.endswith(", ", 0, start) and _OPERATOR.search(text, max(0, start - _REACH), start) is not None


def weight_as_body(text: str, start: int, end: int) -> int:
    """How much what stands beside the name at this place speaks for an institution; 0 where nothing does."""
    return (
        3 * bool(_IS_A_BODY.match(text, end))
        + 3 * bool(_FIRM_BEFORE.search(text, max(0, start - _REACH), start))
        + 2 * bool(_OWNS.match(text, end))
    )
