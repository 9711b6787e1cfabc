"""Composing: what one audience reads of a brief. The only filter there is."""
