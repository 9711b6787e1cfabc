"""What changed between two editions, within one audience: compared, put on a variant, shown."""

from briefing.changes.compare import compare
from briefing.changes.since import since
from briefing.changes.stamp import printable, replaced_in_place, replaced_words, with_changes

__all__ = ["compare", "printable", "replaced_in_place", "replaced_words", "since", "with_changes"]
