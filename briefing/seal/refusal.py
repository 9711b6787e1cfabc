"""What is said where a seal cannot be made."""

from pathlib import Path

from briefing.model.problem import FaultyInputError, Place, Problem

_WITHOUT = "To file without a seal this once: --no-seal."
_LESS = "To file tonight: --seal-level B-B, which needs nobody else's word, or --no-seal."


def refused(code: str, message: str, hint: str, path: Path | None = None) -> FaultyInputError:
    """An error of one problem."""
    return FaultyInputError([Problem(code, message, hint, Place(path) if path else None)])


def not_installed() -> FaultyInputError:
    """E890: what seals are made and read with is an extra."""
    return refused("E890", "seals need an extra part of this program", 'Install it: pip install "briefing[sign]".')


def no_settings(message: str, hint: str) -> FaultyInputError:
    """E890: it was not said with what to seal, or not enough of it."""
    return refused("E890", message, hint)


def no_key(message: str, hint: str, path: Path | None = None) -> FaultyInputError:
    """E891: the key cannot be had."""
    return refused("E891", message, hint, path)


def not_for_this(message: str, hint: str = _WITHOUT, path: Path | None = None) -> FaultyInputError:
    """E892: the certificate is not one to seal with."""
    return refused("E892", message, hint, path)


def no_time(message: str) -> FaultyInputError:
    """E893: the authority does not tell the time."""
    return refused("E893", message, _LESS)


def no_proof(message: str) -> FaultyInputError:
    """E894: nobody proves that what the seal stands on was not revoked."""
    return refused("E894", message, f"B-LT and B-LTA need this proof, B-T does not. {_LESS}")


def no_pdf(message: str) -> FaultyInputError:
    """E895: the PDF takes no seal."""
    return refused("E895", message, "Look at it in a PDF viewer, and make it again if it is damaged.")
