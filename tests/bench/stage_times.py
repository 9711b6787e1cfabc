"""The process that goes the way of a cold build (`stage_times.py DESK BRIEF AUDIENCE`) and tells what each step took.

Everything is imported where it is used: loading it is a step of its own.
"""

import sys
import time
from pathlib import Path


def main() -> None:
    """Print a line for each step: its name, a tab, and the seconds that the processor worked for it."""
    desk, brief_name, audience = Path(sys.argv[1]), *sys.argv[2:]
    begun = 0.0

    def done(step: str) -> None:
        nonlocal begun
        now = time.process_time()
        print(f"{step}\t{now - begun}")
        begun = now

    done("Python starts")
    import tempfile  # noqa: PLC0415

    import briefing.cli.making  # noqa: F401, PLC0415
    from briefing.building.build import examine, open_workshop  # noqa: PLC0415
    from briefing.composing.compose import compose  # noqa: PLC0415
    from briefing.laying_out.lay_out import Page, lay_out  # noqa: PLC0415
    from briefing.press import environment, press  # noqa: PLC0415
    from briefing.press.fonts import fonts_for  # noqa: PLC0415
    from briefing.prove import Search  # noqa: PLC0415

    done("the program is loaded")
    environment.load("briefing.press.engine")
    done("WeasyPrint is loaded")
    workshop = open_workshop(desk)
    brief, _ = examine(desk / "sources" / brief_name, workshop)
    assert brief is not None
    done("load and check")
    layout = workshop.layouts[brief.house.audiences[audience].layout]
    variant = compose(brief, audience, layout.sections)
    done("compose")
    html = lay_out(variant, layout, Page("A4"))
    fonts, _ = fonts_for(html)
    done("lay out")
    with tempfile.TemporaryDirectory() as scratch:
        pressed = press(html, identifier=variant.digest(), fonts=fonts, scratch=Path(scratch))
    done("press")
    Search(brief, variant).prove(pressed.pdf, name="brief.pdf")
    done("prove")


if __name__ == "__main__":
    main()
