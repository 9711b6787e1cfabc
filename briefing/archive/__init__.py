"""The archive: editions of briefs, filed whole into a storage root (OCFL 1.1) with a signed log beside them."""
