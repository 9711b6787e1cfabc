"""What the preview is given by the command that starts it: nothing in it looks at the clock or the environment."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from briefing.preview.filed import SiteOf, in_a_folder
from briefing.preview.opening import Editor
from briefing.preview.worker import Hire, Worker


@dataclass(frozen=True)
class Setting:
    """The token that its pages hold, and the clock for embargoes; `site` finds an archive as a house style names it.

    `editor` is the user's, if it has a window of its own; `hire` brings a process that works for a brief.
    """

    token: str
    now: Callable[[], dt.datetime]
    site: SiteOf = in_a_folder
    editor: Editor | None = None
    hire: Hire = Worker
