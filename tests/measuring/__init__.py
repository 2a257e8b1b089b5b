"""Measures how well the corpus is read."""
