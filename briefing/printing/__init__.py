"""Printing: what was ordered, what filing adds to it, and one print of a variant from its HTML into its place."""
