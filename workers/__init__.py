"""Celery: the app, the four stage tasks, and what makes them safe to lose, repeat and reorder."""
