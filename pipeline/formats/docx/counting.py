"""Spells the numbers of automatic numbering as Word prints them: `一`, `①`, `甲`, `iv`."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
)
_MOST_CHINESE = 10_000


def spelled(number: int, format_name: str) -> str:
    """Return `number` in one of the formats of ECMA-376, 17.18.59; in Arabic digits if the format is unknown."""
    speller = _SPELLERS.get(format_name)
    return speller(number) if speller is not None else str(number)


def _chinese(number: int, digits: str = _DIGITS, units: str = " 十百千") -> str:
    """十二, 二十, 一百零五: up to 9,999."""
    if not 0 < number < _MOST_CHINESE:
        return str(number)
    words = ""
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += digits[digit] + units[place].strip()
        elif words and not words.endswith(digits[0]) and number % 10**place:
            words += digits[0]
    return words.removeprefix(digits[1]) if 10 <= number < 20 and digits is _DIGITS else words


def _legal(number: int) -> str:
    return _chinese(number, _LEGAL_DIGITS, " 拾佰仟")


def _digital(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for size, letters in _ROMAN:
        words += letters * (number // size)
        number %= size
    return words


def _letter(number: int) -> str:
    """A … z, aa, bb: the letter is repeated, as Word does."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30) if number > 0 else str(number)


def _listed(signs: str) -> Callable[[int], str]:
    """One sign for each number from 1; digits beyond the last."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(first: str, count: int) -> str:
    return "".join(chr(ord(first) + index) for index in range(count))


_SPELLERS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "decimalFullWidth": lambda number: str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalEnclosedCircle": _listed(_run("①", 20)),
    "decimalEnclosedCircleChinese": _listed(_run("①", 20)),
    "decimalEnclosedParen": _listed(_run("⑴", 20)),
    "decimalEnclosedFullstop": _listed(_run("⒈", 20)),
    "ideographEnclosedCircle": _listed(_run("㊀", 10)),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    **dict.fromkeys(("chineseLegalSimplified", "japaneseLegal", "ideographLegalTraditional"), _legal),
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
            "taiwaneseCountingThousand", "koreanCounting",
        ),
        _chinese,
    ),
}  # fmt: skip
