"""Turns the sentences of a report into claims: what a number counts is told by the words before it, not by the rule."""

import copy
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import cast

import msgspec

from pipeline.document import Document, Span
from pipeline.figures import Value
from pipeline.outline import Outline

from .bodies import Bodies
from .context import Context
from .items import Item, item_of, knows, scope_of, subject_of, unknown_between
from .model import Claim, Says, Scope, Subject
from .nothing import denials, wholes
from .numbers import MONEY
from .prose import Prose
from .vocabulary import Token, tokens

#: The units in which the form's own things are counted; letters are counted in 封, people in 人, pieces in 篇.
_COUNTS = frozenset({"件", "份", "宗", "起", "户", "条", "项", "例"})
_DECISIONS = frozenset({"件", "宗", "起", "例"})
_UNITS = {
    "licences": _DECISIONS, "penalties": _DECISIONS, "coercive_measures": _DECISIONS, "regulations": _COUNTS | {"部"},
}  # fmt: skip
_ABOUT = re.compile(
    "申请|复议|诉|规章|规范性文件|许可|处罚|强制|费|答复|办结|结转|顺延|公开[0-9一二三四五六七八九十]|自然人|法人|[新接]收|[收接]到|受理|办理|[从按].{2,9}[分看]|无法提供|不予处理|其他处理"
)
_MATTER = re.compile(r"^(?:在|就|针对|围绕|关于|涉及).{1,30}(?:方面|领域|问题|事项)$")
_LONGEST_SENTENCE = 1000  # what goes on for longer without a mark is no sentence that we could understand
_LONGEST_CLAUSE = 200


class Claims:
    """All that the sentences of a report claim."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.prose = Prose(document, outline)
        self._bodies = Bodies(outline)
        self._year = outline.year

    @cached_property
    def all(self) -> tuple[Claim, ...]:
        """Every claim, in reading order."""
        found: list[Claim] = []
        context = Context(self._year, self._bodies.names)
        for sentence in self.prose.sentences():
            if self.prose.text[sentence.start - 1 : sentence.start] == ";":
                context.end_parts()
            else:
                context.begin(self.prose, sentence)
            words = self.prose.text[sentence.start : sentence.end]
            if sentence.end - sentence.start <= _LONGEST_SENTENCE and _ABOUT.search(words):
                found += self._read(sentence, context)
            elif context.topic and (self.prose.indexes(sentence.start, sentence.end) or self._is_line(sentence)):
                context.topic = "other"  # what a sentence of none of our words counts, the next may count, too
        return tuple(found)

    def with_own(self, ours: Callable[[Claim], bool]) -> "Claims":
        """Return the same claims, those that are `ours` taken for the agency's own."""
        other = copy.copy(self)
        other.__dict__.pop("_own_claims", None)
        other.all = tuple(msgspec.structs.replace(claim, scope="own") if ours(claim) else claim for claim in self.all)
        return other

    def of(self, *subjects: Subject, says: Says | None = None) -> tuple[Claim, ...]:
        """Return the agency's own claims of these subjects for its year; of all kinds, or of one."""
        found = [claim for subject in subjects for claim in self._own_claims.get(subject, ())]
        return tuple(found if says is None else [claim for claim in found if claim.says == says])

    @cached_property
    def _own_claims(self) -> dict[Subject, tuple[Claim, ...]]:
        """The agency's own claims by their subject."""
        found: dict[Subject, list[Claim]] = {}
        for claim in self.all:
            if claim.scope == "own":
                found.setdefault(claim.subject, []).append(claim)
        return {subject: tuple(claims) for subject, claims in found.items()}

    def _read(self, sentence: Span, context: Context) -> Iterator[Claim]:
        words = self._bodies.words(self.prose.text, sentence.start, sentence.end)
        context.hear(words)
        at = 0
        for index in self.prose.indexes(sentence.start, sentence.end):
            item = item_of(self.prose, index, words, sentence)
            while at < len(words) and words[at].end <= item.start:
                context.pass_by(words[at], self.prose)
                at += 1
            claim = None if self._strays(item, words, sentence) else self._claim(item, context, sentence)
            if claim is not None:
                yield claim
            while at < len(words) and words[at].end <= item.number.at.start:
                context.pass_by(words[at], self.prose)
                at += 1
            context.count(item)
            if item.counts_something_else() and not context.names_parts:
                context.topic = "other"
        for word in words[at:]:
            context.pass_by(word, self.prose)
        yield from denials(self.prose, sentence, words, context)
        yield from wholes(self.prose, sentence, words, context)

    def _claim(self, item: Item, context: Context, sentence: Span) -> Claim | None:
        topic = context.topic_of(item)
        if topic is None or item.number.rounded or item.clause.end - item.clause.start > _LONGEST_CLAUSE:
            return None
        subject = subject_of(item, topic, context.year) or context.continued(item, topic)
        quantity = _quantity(item, topic)
        if subject is None or quantity is None:
            return None
        certain = knows(self.prose.text, item, subject, context.own)
        if certain is None or self._narrowed(item, sentence):
            return None
        scope: Scope = scope_of(item, carried="carried" in subject)
        if scope == "own":
            scope = context.scope(item, subject)
        if scope == "part" and subject.startswith("regulations."):
            scope = "own"  # its offices make none
        overall = item.has("sum")
        place, section = self.prose.place, self.prose.section(sentence.start)
        return Claim(
            cast("Subject", subject), "number", quantity, item.number.unit, scope, certain, overall,
            place(item.number.at), place(Span(item.clause.start, min(item.clause.end, sentence.end))), place(sentence),
            section,
        )  # fmt: skip

    def _is_line(self, sentence: Span) -> bool:
        """Whether a sentence without a mark has a line of its own, as headings have."""
        text = self.prose.text
        return text[sentence.start - 1 : sentence.start] == "\n" and text[sentence.end : sentence.end + 1] in {"\n", ""}

    def _strays(self, item: Item, words: Sequence[Token], sentence: Span) -> bool:
        """Whether a sentence that does not name its topic speaks of something unknown first (开展整治,办结3件)."""
        before = [word for word in words if word.end <= item.clause.start]
        if item.topics() or any(word.kind in {"topic", "weak"} for word in (*before, *item.lead, *item.tail)):
            return False
        named = any(word.kind == "act" and word.name.startswith(("result.", "applicant.")) for word in item.lead)
        counted = [
            number.at
            for index in self.prose.indexes(sentence.start, item.clause.start)
            if (number := self.prose.numbers[index]).unit in _COUNTS
        ]
        known: list[Token | Span] = sorted((*before, *counted), key=lambda each: each.start)
        return not named and bool(unknown_between(self.prose.text, known, sentence.start, item.clause.start))

    def _narrowed(self, item: Item, sentence: Span) -> bool:
        """Whether the clause before names a matter that only some of the things counted are of (在征地方面,收到5件)."""
        before = item.clause.start - 1
        if before <= sentence.start or self.prose.text[before] != ",":
            return False
        clause = self.prose.clause(Span(before - 1, before))
        found = _MATTER.match(clause.of(self.prose.text))
        known = tokens(self.prose.text, clause.start, clause.end) if found else []
        return found is not None and bool(unknown_between(self.prose.text, known, clause.start + 1, clause.end - 2))


def _quantity(item: Item, topic: str) -> Value | None:
    """The number as the form would have it, or None if its unit is not one of the topic."""
    number = item.number
    if topic in {"fees", "processing_fees"}:
        amount = number.value / 10_000 if number.unit == "元" else number.value
        return _plain(amount) if number.unit in MONEY else None
    units = _UNITS.get(topic, _COUNTS)
    whole = number.value == number.value.to_integral_value()
    return int(number.value) if number.unit in units and whole else None


def _plain(number: Decimal) -> Value:
    return int(number) if number == number.to_integral_value() else number
