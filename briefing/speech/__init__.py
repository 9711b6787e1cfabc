"""Speech: the direct quotations of an article, and who speaks them; the people and institutions that it names."""

from briefing.speech.find import Quoted, Speech, listen
from briefing.speech.memory import Speaker
from briefing.speech.people import Mention, Named, People

__all__ = ["Mention", "Named", "People", "Quoted", "Speaker", "Speech", "listen"]
