"""Loading: the files of a desk become things, or problems with their line and column."""
