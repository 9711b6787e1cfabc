"""What the preview is given by the command that starts it: nothing in it looks at the clock or the environment."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from briefing.preview.opening import Editor
from briefing.preview.worker import Hire, Worker


@dataclass(frozen=True)
class Setting:
    """The token that its pages hold, the clock for embargoes, the user's editor, and how its processes come."""

    token: str
    now: Callable[[], dt.datetime]
    editor: Editor | None = None
    hire: Hire = Worker
