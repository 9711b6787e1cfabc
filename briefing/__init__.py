"""Policy briefs from an article and a structured summary of it: printed, per audience, and checked."""

from importlib.metadata import version

__version__ = version("briefing")
