"""Afar: what the workers of a cluster do for a command, seen from both ends.

Everything that a task needs goes with it, and all that comes of it comes back; a worker writes in a folder of its own,
which is gone when the task is. Files reach their places on the machine of the command alone.
"""
