"""The tests; a package, so that none of the same name among those installed comes before it."""
