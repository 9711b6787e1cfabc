"""The tests; a package, so that no other one of this name, which some libraries bring along, is taken for it."""
