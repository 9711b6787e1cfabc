"""Numbered copies: a filed print once for each reader, with a line laid over every page."""
