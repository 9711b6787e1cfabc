"""Matching: words, figures and dates made comparable whatever their typography or spelling, and found in an article."""
