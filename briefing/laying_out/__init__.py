"""Laying out: a composed variant and a layout, which is not trusted, become one self-contained HTML page."""
