"""Reuse: what was made is noted with the digests of all that it was made of, so that nothing is made twice."""
