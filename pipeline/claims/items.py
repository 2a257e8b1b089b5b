"""One number of a sentence with the words before it in its clause, those after it, and what we do not know of them."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from pipeline.document import Span

from .model import Quantity, Scope
from .prose import Prose
from .vocabulary import Token
from .words import FRAMES

_NOT_WORDS = re.compile(r"[^0-9A-Za-z一-鿿]+")
_BODY = re.compile(r"[局委办厅院部镇乡处科股站所队室省市县区州旗盟村]|街道|中心|政府|单位|机关|公司|学校|大厅|专班")
_AND = frozenset("、和及与")
_LONGEST_UNKNOWN = 8
_SCOPES: dict[str, Scope] = {
    "area": "area", "wider": "wider", "part": "part", "channel": "channel", "period": "other_time", "compare": "comparison",
    "last": "other_time", "next": "other_time",
}  # fmt: skip


class Item(msgspec.Struct, frozen=True):
    """A number, `lead` and `tail` of its clause as words, and `unknown`, the stretches of the lead that are no words.

    `tail` ends at the next number of the clause; `kinds` are those of the lead's words.
    """

    number: Quantity
    lead: tuple[Token, ...]
    tail: tuple[Token, ...]
    unknown: tuple[Span, ...]
    clause: Span
    start: int
    kinds: frozenset[str]

    def topics(self) -> list[str]:
        """Return the different things that the lead names, in order."""
        return list(dict.fromkeys(token.name for token in self.lead if token.kind == "topic"))

    def adjoining(self, *passed: str) -> Token | None:
        """Return the word right after the number, past words that say nothing and those of the kinds `passed`."""
        end = self.number.at.end
        for token in self.tail:
            if token.start != end:
                return None
            if token.kind not in {"fill", "all", "deadline", "any", *passed}:
                return token
            end = token.end
        return None

    def counts_something_else(self) -> bool:
        """Whether it counts what we have no word for (处理线索3件), so that what follows (办结3件) may count it, too."""
        parts = any(token.kind == "act" and token.name.startswith(("result.", "applicant.")) for token in self.lead)
        return bool(self.unknown) and not self.topics() and not parts

    def is_included(self) -> bool:
        """Whether it is said to be a part of the number before it: 答复12件(含上年结转2件)."""
        return any(token.text == "含" for token in self.lead)

    def lists(self) -> bool:
        """Whether the lead puts things side by side."""
        return any(token.kind == "fill" and token.name == "" and token.text in _AND for token in self.lead)

    def has(self, kind: str) -> bool:
        """Whether the lead holds a word of this kind."""
        return kind in self.kinds


def item_of(prose: Prose, index: int, words: Sequence[Token], sentence: Span) -> Item:
    """Return the item of number `index`; `words` are those of its sentence."""
    number = prose.numbers[index]
    clause = prose.clause(number.at)
    start = clause.start
    if index and prose.numbers[index - 1].at.end > start:
        start = _after(prose, prose.numbers[index - 1].at.end, number.at.start, words)
    end = min(clause.end, sentence.end)
    if index + 1 < len(prose.numbers):
        end = min(end, prose.numbers[index + 1].at.start)
    lead = tuple(word for word in words if word.start >= start and word.end <= number.at.start)
    tail = tuple(word for word in words if word.start >= number.at.end and word.end <= end)
    unknown = unknown_between(prose.text, lead, start, number.at.start)
    return Item(number, lead, tail, unknown, clause, start, frozenset([word.kind for word in lead]))


def _after(prose: Prose, start: int, end: int, words: Iterable[Token]) -> int:
    """Where the words for a number begin that follows another: 4件予以公开、3件不予公开 has each behind its number."""
    comma = prose.text.rfind("、", start, end)
    if comma >= 0:
        return comma + 1
    belongs_before = any(word.start == start and word.kind == "act" for word in words)
    return end if belongs_before else start


def unknown_between(text: str, known: Iterable[Token | Span], start: int, end: int) -> tuple[Span, ...]:
    """Return the stretches between two offsets that hold words which are not among `known`."""
    gaps, at = [], start
    for token in known:
        gaps.append((at, token.start))
        at = token.end
    gaps.append((at, end))
    return tuple(Span(a, b) for a, b in gaps if a < b and _NOT_WORDS.sub("", text[a:b]))


def scope_of(item: Item, *, carried: bool) -> Scope:
    """Whose and when the item's number is, by the words of its clause; one of what was carried over may name years."""
    for token in item.lead:
        scope = _SCOPES.get(token.kind)
        if scope and not (carried and token.kind in {"last", "next"}):
            return "wider" if scope == "area" and item.has("wider") else scope  # 全市各县区
    return "own"


def subject_of(item: Item, topic: str, year: int | None) -> str | None:
    """Return what the item claims of `topic`, by what its clause says was done; None where that is not certain."""
    acts = [token.name for token in item.lead if token.kind == "act"]
    after = item.adjoining("topic", "weak")
    carry = item.has("carry") or (after is not None and after.kind == "carry")
    if {"foreign", "judged", "passed_on"} & set(acts) or item.has("none"):
        return None
    if carry and topic == "requests":
        return _carried([*item.lead, *item.tail], year)
    if not acts and after is not None and after.kind == "act":
        acts = [after.name]
    subjects = {FRAMES[topic, act] for act in acts if (topic, act) in FRAMES}
    if len(subjects) > 1 or not any(token.text.startswith("办理") for token in (*item.lead, *item.tail[:1])):
        subjects -= {"requests.handled"}  # 办理并答复10件, 作出答复10件
    results = {each for each in subjects if ".result." in each}
    if results and subjects - results == {"requests.answered"}:
        subjects = results  # 以不予公开答复3件
    subjects = _of_applicants(subjects, item)
    if subjects == {"requests.received", "requests.answered"}:
        subjects = {"requests.answered"}  # 受理并答复10件 says nothing of those that were not answered
    if len(subjects) > 1:
        return None
    if not acts and item.has("sum") and item.topics() == ["requests"]:
        return "requests.received"  # 共有政府信息公开申请12件
    return next(iter(subjects), FRAMES.get((topic, "")) if not acts else None)


def _of_applicants(subjects: set[str], item: Item) -> set[str]:
    """收到自然人申请3件 is of natural persons; 收到公民、法人和其他组织的申请3件 is of all."""
    applicants = {each for each in subjects if ".applicant." in each}
    if applicants and (item.has("any") or len(applicants) > 1):
        return subjects - applicants
    return applicants if applicants and subjects - applicants <= {"requests.received"} else subjects


def _carried(words: Iterable[Token], year: int | None) -> str | None:
    """From the year before or to the year after; a year is told by its number, too."""
    last = following = False
    for word in words:
        named = int(word.name) if word.kind == "fill" and word.name else None
        last |= word.kind == "last" or (year is not None and named == year - 1)
        following |= word.kind == "next" or (year is not None and named == year + 1)
    if last == following:
        return None
    return "requests.carried_in" if last else "requests.carried_out"


def knows(text: str, item: Item, subject: str, own: frozenset[str]) -> bool | None:
    """Whether every word before the number is known: True or False; None where what is unknown may narrow the claim.

    Only a few words before the verb of receiving are let pass as doubtful; another body's name is never.
    """
    unknown = [gap for gap in item.unknown if gap.of(text) not in own]
    if not unknown:
        return True
    first_act = next((token.start for token in item.lead if token.kind == "act"), item.start)
    words = "".join(gap.of(text) for gap in unknown)
    harmless = subject == "requests.received" and all(gap.end <= first_act for gap in unknown)
    return False if harmless and len(words) <= _LONGEST_UNKNOWN and not _BODY.search(words) else None
