"""What the preview is given by the command that starts it: nothing in it looks at the clock or the environment."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from briefing.preview.opening import Editor


@dataclass(frozen=True)
class Setting:
    """The token that its pages hold, the clock against which an embargo is held, and the user's editor."""

    token: str
    now: Callable[[], dt.datetime]
    editor: Editor | None = None
