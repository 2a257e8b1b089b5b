"""How characters are typed or spoiled on the way: widths, radicals, traditional forms, invisible and no-break ones."""

from __future__ import annotations

import random

from tests.making.blocks import Block, Role, with_texts

_ALL: tuple[Role, ...] = ("title", "chrome", "prose", "heading")
_HALF_WIDTH = str.maketrans("（），：；！？．", "(),:;!?.")
_FULL_WIDTH = str.maketrans("().,:", "（）．，：")
_RADICALS = str.maketrans("一二人文行非民见长门用口工面", "⼀⼆⼈⽂⾏⾮⺠⻅⻓⻔⽤⼝⼯⾯")
_INVISIBLE = ("\u200b", "\u00ad", "\ufeff", "\u200c", "\u2060")


def half_width(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Half-width brackets, commas and colons throughout."""
    return with_texts(blocks, lambda text: text.translate(_HALF_WIDTH), roles=_ALL, cells=True)


def full_width(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """`１．属于国家秘密` in its full-width form: marks of labels, not digits of figures."""
    return with_texts(
        blocks,
        lambda text: text if text[:1] in "0123456789+-" and text[-1:].isdigit() else text.translate(_FULL_WIDTH),
        roles=("heading",),
        cells=True,
    )


def radicals(_draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Kangxi radicals in place of the characters that look like them, as PDFs give them."""
    return with_texts(blocks, lambda text: text.translate(_RADICALS), roles=_ALL, cells=True)


def invisible(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Zero-width characters and soft hyphens inside words and numbers."""
    character = draw.choice(_INVISIBLE)

    def change(text: str) -> str:
        if not text or draw.random() < 0.6:
            return text
        at = draw.randint(0, len(text))
        return text[:at] + character + text[at:]

    return with_texts(blocks, change, roles=_ALL, cells=True)


def indents(draw: random.Random, blocks: list[Block]) -> list[Block]:
    """Paragraphs and headings set in by spaces of some kind."""
    indent = draw.choice(("    ", "　　", "\u00a0\u00a0\u00a0\u00a0", "\u2003\u2003", "\t"))
    return with_texts(blocks, lambda text: indent + text, roles=("prose", "heading"), cells=False)
