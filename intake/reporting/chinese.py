"""Sets Chinese sentences as they are printed: full-width signs between the words; what is quoted stays as it was written."""

import re

_QUOTED = re.compile(r"(“[^”]*”)")
_WIDE = str.maketrans({":": "：", ";": "；", "(": "（", ")": "）"})
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")  # that within 1,234 is none


def typeset(sentence: str) -> str:
    """Return a Chinese sentence of ours with full-width punctuation."""
    pieces = _QUOTED.split(sentence)
    return "".join(
        piece if index % 2 else _COMMA.sub("，", piece.translate(_WIDE)) for index, piece in enumerate(pieces)
    )
