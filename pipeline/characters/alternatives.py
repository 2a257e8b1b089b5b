"""Patterns of many words that look at each character once, and that compile quickly: words share their beginnings."""

import re
from collections.abc import Collection


def longest_of(words: Collection[str], between: str = "") -> str:
    """Return a pattern that matches the longest of `words` that stands at a place; `between` is put after each character but the last."""
    begun: dict[str, list[str]] = {}
    for word in words:
        if word:
            begun.setdefault(word[0], []).append(word[1:])
    branches = [re.escape(first) + _rest(rest, between) for first, rest in begun.items()]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _rest(words: list[str], between: str) -> str:
    """What may follow a shared beginning; an empty word says that nothing need follow."""
    if not any(words):
        return ""
    joined = between + longest_of(words, between)
    return f"(?:{joined})?" if "" in words else joined
