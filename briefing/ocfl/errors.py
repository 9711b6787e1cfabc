"""What can go wrong with a storage root, each said in one sentence with a hint."""

import errno

from briefing.bucket.port import BucketError


class OcflError(Exception):
    """A storage root or object cannot be read or written; one sentence, and a hint that mends it."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


class OcflAbsentError(OcflError):
    """What was asked for is not there: no storage root, object, version or file of that name."""


class OcflBusyError(OcflError):
    """Another process holds the lock of the storage root."""


class OcflConflictError(OcflError):
    """The version is there already, written by somebody else; versions are never overwritten."""


class OcflOvertakenError(OcflConflictError):
    """Another command filed meanwhile what this one was about to follow; nothing was filed, and it may begin anew."""

    def __init__(self, which: str) -> None:
        message = f"another command filed {which} at the same time, so nothing was filed by this one"
        super().__init__(message, "Give the same command again.")


class OcflUnfitError(OcflError):
    """The place keeps no conditions on writing, so that two commands at once could overwrite each other."""


class OcflDamagedError(OcflError):
    """What lies there is not what was filed: a digest differs, or a file is missing or cannot be understood."""


class OcflUnfinishedError(OcflError):
    """The version was committed, or may have been, and not all that follows was done; `Root.recover` finishes it."""


_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room, then try again."),
    errno.EDQUOT: ("your share of the disk is used up", "Make room, then try again."),
    errno.EROFS: ("the disk can only be read", "Use a place that can be written to."),
    errno.EACCES: ("you have no permission", "Ask for permission to write there, or use another place."),
    errno.EPERM: ("you have no permission", "Ask for permission to write there, or use another place."),
    errno.ENAMETOOLONG: ("a path is too long for the disk", "Use shorter names."),
    errno.EXDEV: (
        "the work folder lies on another disk than the storage root",
        "Put the storage root into a folder of its own on its disk, not at the top of it.",
    ),
    errno.EIO: ("the disk reports a fault", "See that the disk is sound, then try again."),
}


def explained(error: OSError, what: str, hint: str = "") -> OcflError:
    """The error for what the system answered: "WHAT: REASON", with the hint for the reason unless one is given."""
    said = (error.strerror or str(error)).lower()
    if isinstance(error, BucketError):
        return OcflError(f"{what}: {said}", hint or error.hint)
    reason, mends = _REASONS.get(error.errno or 0, (said, "Try again."))
    return OcflError(f"{what}: {reason}", hint or mends)
