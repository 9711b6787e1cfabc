"""Write docs/rules.md from the docstrings of the rules; with --check, say whether it is up to date."""

import sys
from pathlib import Path

from briefing.checking.check import RULES

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"
_HEAD = """\
# Rules

What `briefing check` holds a brief against. This page is made from the program (`make rules`).

An **error** stops the brief, a warning does not (unless `check --strict`). The house style may set a rule marked
*adjustable* to `error`, `warning` or `off`, and an item may silence it with a reason, which is printed:

```yaml
rules: {W110: off, W105: error}                       # house.yaml
silence: {code: E104, reason: The desk counted it.}   # an item of brief.yaml
```

| code | weighs | adjustable | what it asks for |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The page as it should stand in docs/."""
    rows = (
        f"| {r.code} | {r.severity} | {'yes' if r.adjustable else 'no'} | {r.says} |" for r in sorted(RULES, key=_order)
    )
    return _HEAD + "\n".join(rows) + "\n"


def _order(rule: object) -> str:
    return str(getattr(rule, "code", ""))[1:]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text("utf-8") == page() else f"{PAGE.name} is out of date: make rules")
    PAGE.write_text(page(), "utf-8")
