"""Checking: rules that hold a brief against its house style and itself. Those about the article are in `evidence`."""
