"""The tests, as a package of their own: a library in the environment brings another that is called `tests`."""
