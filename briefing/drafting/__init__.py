"""Drafting: a new brief begun from an article or from an edition, and further articles added to it."""
