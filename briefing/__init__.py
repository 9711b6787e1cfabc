"""Policy briefs from an article and a structured summary of it: printed, per audience, and checked."""

__version__ = "0.1.0"
