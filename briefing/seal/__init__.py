"""Seals: a PDF is signed as PAdES has it (ETSI EN 319 142-1), and what seals a PDF carries is said in words.

A seal is written behind the end of a PDF, whose own bytes stay as they are; nothing of it is seen on a page. Only
modules of this package know pyHanko, and no module is loaded before a seal is asked for.
"""
