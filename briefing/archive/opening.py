"""Opening: the site that a name stands for, a folder or the address of a place in an object store."""

from pathlib import Path

from briefing.archive.site import Site
from briefing.bucket.address import AddressError, is_address, read_address
from briefing.bucket.port import BucketError
from briefing.bucket.s3 import NoLibraryError, open_s3
from briefing.model.problem import FaultyInputError, Place, Problem


def site_named(
    named: str, *, beside: Path | None = None, index: Path | None = None, place: Place | None = None
) -> Site:
    """The site; nothing is asked of a store yet. A folder is relative to `beside`.

    `index` is where an index of what lies in a store may lie on this machine. Raises FaultyInputError (E860), which is
    told of `place`.
    """
    if not is_address(named):
        return Site.of_folder((beside / named).resolve() if beside else Path(named))
    try:
        address = read_address(named)
        return Site.in_store(open_s3(address), address.name, index)
    except AddressError as error:
        message = f"{named} is no address of an archive: {error}"
        hint = "Name a bucket and an archive in it: s3://BUCKET/NAME"
    except NoLibraryError:
        message = f"the archive {named} lies in an object store, and what talks to one is not installed"
        hint = 'Install the extra s3: pip install "briefing[s3]"'
    except BucketError as error:
        message = f"the object store of {named} cannot be asked: {error.strerror}"
        hint = "See AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
    raise FaultyInputError([Problem("E860", message, hint, place)])
