"""Building: the way from the files of a brief to its PDFs, of one brief, of many, of several bound into a box."""
