"""What is enclosed in the PDF beside its pages."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Enclosure:
    """A file inside the PDF (ISO 19005-3, 6.8).

    Its relationship to the brief is Source, Data, Alternative, Supplement or Unspecified.
    """

    name: str
    data: bytes
    dated: datetime
    description: str = ""
    relationship: str = "Supplement"
