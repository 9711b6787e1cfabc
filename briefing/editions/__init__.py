"""Editions: filed, made again, compared, sealed, stamped, handed over. What goes through all the stages for it."""
