"""Language: the words, dates and numbers that are printed, and the direction in which text is written."""
