"""An address names a bucket, and an archive in it."""

import pytest

from briefing.bucket.address import Address, AddressError, is_address, read_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("s3://records/briefs", Address("records", "", "briefs")),
        ("s3://records/briefs/", Address("records", "", "briefs")),
        ("s3://records/policy unit/2026/briefs", Address("records", "policy unit/2026", "briefs")),
    ],
)
def test_an_address_is_read(text: str, address: Address) -> None:
    assert is_address(text)
    assert read_address(text) == address
    assert read_address(str(address)) == address


@pytest.mark.parametrize(
    "text", ["s3://records", "s3://records/", "s3:///briefs", "s3://a b/c", "s3://records/../x", "s3://records//x"]
)
def test_what_names_no_archive_is_refused(text: str) -> None:
    with pytest.raises(AddressError):
        read_address(text)


def test_a_name_that_a_work_folder_could_have_is_refused() -> None:
    with pytest.raises(AddressError, match="no plain path"):
        read_address("s3://records/.briefs.work")


@pytest.mark.parametrize("text", ["../archive", "/srv/archive", "s3", "S3/x"])
def test_a_folder_is_no_address(text: str) -> None:
    assert not is_address(text)
