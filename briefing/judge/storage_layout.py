"""The storage layout that a root describes in ocfl_layout.json, and its extension's parameters (OCFL 1.1 §4.1)."""

import re
from typing import Any

from briefing.judge.extensions import FOLDER, REGISTERED
from briefing.judge.fault import Findings, Kind, brief
from briefing.judge.places import LayoutConfigError, Place, place_for
from briefing.judge.reading import NotJsonError, Pairs, json_of, read_up_to
from briefing.judge.tree import Spot, is_file

DESCRIPTION = "ocfl_layout.json"
_MOST = 1 << 20
_NUMBERED = re.compile(r"[0-9]{4}-[a-z0-9-]+")


def storage_layout(folder: Spot, findings: Findings) -> Place | None:
    """How the root's storage layout places objects; None where none can be told from what the root says."""
    value = _document(folder, DESCRIPTION, "E070", findings)
    if value is None:
        return None
    for key in ("extension", "description"):
        if not isinstance(value.get(key), str):
            findings.add("E070", DESCRIPTION, f"The description of the storage layout must have “{key}”, as text.")
    extension = value.get("extension")
    if not isinstance(extension, str) or not _is_registered(extension, findings):
        return None
    return _place(folder, extension, findings)


def _is_registered(extension: str, findings: Findings) -> bool:
    if extension in REGISTERED:
        return True
    # A register grows: a name in its form may well have been given out since.
    if _NUMBERED.fullmatch(extension):
        findings.add(
            "W071", DESCRIPTION, f"The storage layout {brief(extension)} is not known here; places were not checked."
        )
    else:
        findings.add("E071", DESCRIPTION, f"{brief(extension)} is no name of a registered extension.")
    return False


def _place(folder: Spot, extension: str, findings: Findings) -> Place | None:
    config = f"{FOLDER}/{extension}/config.json"
    value: Pairs | None = Pairs()
    if is_file(folder / config):
        value = _document(folder, config, "E083", findings)
    if value is None:
        return None
    if value.get("extensionName", extension) != extension:
        findings.add("E083", config, f"These parameters are for {brief(value['extensionName'])}, not for {extension}.")
        return None
    try:
        place = place_for(extension, value)
    except LayoutConfigError as error:
        findings.add("E083", config, str(error))
        return None
    if place is None:
        message = f"Where {extension} puts objects is not known here; places were not checked."
        findings.add("W071", DESCRIPTION, message)
    return place


def _document(folder: Spot, path: str, code: str, findings: Findings) -> Pairs | None:
    try:
        value: Any = json_of(read_up_to(folder / path, _MOST))
    except OSError as error:
        findings.add(code, path, f"The file cannot be read: {error.strerror}.", Kind.UNREADABLE)
        return None
    except NotJsonError as error:
        findings.add(code, path, f"The file is not a JSON document that can be used: {error}.")
        return None
    if not isinstance(value, Pairs):
        findings.add(code, path, "The file must be a JSON object.")
        return None
    for key in value.repeated:
        findings.add(code, path, f"The key {brief(key)} stands more than once.")
    return value
