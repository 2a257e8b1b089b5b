"""What is most probably wrong: a sentence, with the corrections that would do below it where it names several."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.checks import Hint
from pipeline.checks.grouping import told
from pipeline.form import Form

from .chinese import typeset

_JOINS = {"zh": frozenset("、"), "en": frozenset("; or")}
_STOPS = {"zh": "。", "en": ". "}


def advice_of(hint: Hint | None, form: Form, lang: str) -> tuple[str, tuple[str, ...]]:
    """Return what to say of a hint, and below it the corrections that it names, which are then not in the sentence."""
    if hint is None:
        return "", ()
    said: str = getattr(hint.message, lang)
    choices: list[str] = [getattr(told(form, each), lang) for each in hint.corrections]
    sentence = _without(said, choices, lang) if len(choices) > 1 else None
    if sentence is None:
        sentence, choices = said, []
    if lang == "zh":
        sentence, choices = typeset(sentence), [typeset(each) for each in choices]
    return sentence, tuple(choices)


def _without(said: str, choices: Sequence[str], lang: str) -> str | None:
    """What is said beside a list of corrections, with the list's own sentence at its end.

    None where the corrections do not stand there one behind the other, as in a hint that was stored in other words.
    """
    places = sorted((said.find(each), said.find(each) + len(each)) for each in choices)
    if places[0][0] < 0:
        return None
    between = {*"".join(said[end:start] for (_, end), (start, _) in pairwise(places))}
    if not between <= _JOINS[lang] or any(end > start for (_, end), (start, _) in pairwise(places)):
        return None
    stop = _STOPS[lang]
    before, stopped, leads = said[: places[0][0]].rstrip().rpartition(stop)
    rest = said[places[-1][1] :].strip(" ,;.。")
    return f"{before}{stopped}{rest}{stop if rest else ''}{leads}"
