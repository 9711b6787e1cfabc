"""Writing: brief.yaml changed by somebody who is not in the file: its text and an edit give a new text.

Nothing of YAML is written anew: what changes is put in, taken out or replaced at places that YAML's own parser gives,
so comments, order, quotation marks, indentation and line ends stay, and every line that the edit does not concern stays
byte for byte. Then the new text is read again: it must say what it said and what was changed, or nothing is changed.

    edit → steps (`intent.py`) → changes of the text (`block.py`, `flow.py`, `scalar.py`) → read again (`rewrite.py`)

This package knows of no page, no request, no file and no clock.
"""
