"""A cluster: workers on other machines that carry out tasks, and of which any may die, hang, or be unlike this one.

What a task is and what comes of it are bytes to this package; it knows nothing of briefs. `crew` decides who gets what
and makes up for those who are lost, by what it asks of a `Line`; `dask` is the line to a scheduler of Dask, and the one
module that knows that library; `errand` is what runs in a worker.
"""

from briefing.cluster.address import AddressError, read_address
from briefing.cluster.crew import Crew, Lost, NotSentError, Patience
from briefing.cluster.line import DamagedError

__all__ = ["AddressError", "Crew", "DamagedError", "Lost", "NotSentError", "Patience", "read_address"]
