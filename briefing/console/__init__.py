"""The console: how things are said on a terminal."""
