"""Statements without a number: that there was none (未收到, 零复议, 数量:无) and that it was done to all (均已办结)."""

import itertools
from collections.abc import Iterator, Sequence
from typing import cast

from pipeline.document import Span

from .context import DISPUTES, Context
from .items import unknown_between
from .model import Claim, Says, Scope, Subject
from .prose import Prose
from .vocabulary import Token
from .words import FRAMES

_SCOPES: dict[str, Scope] = {
    "area": "area", "wider": "wider", "part": "part", "channel": "channel", "period": "other_time", "compare": "comparison",
}  # fmt: skip
_HARMLESS = frozenset({"fill", "any", "some", "disclosure", "own", "area", "sum", "weak", "deadline", "topic"})
_APPLICANTS = frozenset({"applicant.natural_person", "applicant.legal_person"})
#: What a denial of a topic denies when no act is named: 无依申请公开, 无行政复议.
_BARE = {"requests": "requests.received", "reconsideration": "reconsideration.total", "suit": "suit.total"}
_NAMED = {"received", "accepted", "filed", "issued", "repealed", "decided", "collected", "sent"}


def denials(prose: Prose, sentence: Span, words: Sequence[Token], context: Context) -> Iterator[Claim]:
    """Yield what a sentence says there was none of, one claim for each thing."""
    for index, word in enumerate(words):
        if word.kind not in {"none", "nil"}:
            continue
        clause = _clause(prose, word, sentence)
        before = [each for each in words[:index] if each.start >= clause.start]
        after = _until_denied(words[index + 1 :], clause.end)
        end = clause.end
        if any(word.start < each.start < clause.end and each.kind == "none" for each in words):
            end = after[-1].end if after else word.end
        told = before if word.kind == "nil" or not after else after
        if unknown_between(prose.text, after, word.end, end) or not _is_ours(prose, before, clause, word, context):
            continue
        neighbours = _neighbours([*before, *after], context.year)
        for subject in _denied(told, context, neighbours):
            scope = _scope([*before, *after], context, neighbours if ".carried_" in subject else frozenset())
            yield _claim(prose, subject, "none", scope, Span(word.start, word.end), clause, sentence)


def _until_denied(words: Sequence[Token], end: int) -> list[Token]:
    """The words up to a clause's end, or to the next denial: 零复议、零诉讼."""
    return list(itertools.takewhile(lambda word: word.end <= end and word.kind != "none", words))


def _neighbours(words: Sequence[Token], year: int | None) -> frozenset[str]:
    """Which neighbouring years a denial names, in words or as a number: 上年未结转, 没有2022年结转的申请."""
    numbered = {} if year is None else {str(year - 1): "last", str(year + 1): "next"}
    kinds = {word.kind if word.kind in {"last", "next"} else numbered.get(word.name, "") for word in words}
    return frozenset(kinds & {"last", "next"})


def _denied(told: Sequence[Token], context: Context, neighbours: frozenset[str]) -> list[str]:
    """The subjects of a denial, by what is named after it (or before: 数量:无)."""
    kinds: set[str] = {token.kind for token in told if token.kind != "act"}
    topics = list(dict.fromkeys(token.name for token in told if token.kind == "topic"))
    acts = {token.name for token in told if token.kind == "act"}
    if (
        "foreign" in acts
        or kinds & {"none", "nil", "all", "rate", "channel"}
        or ("some" in kinds and "any" not in kinds)
        or (len(acts & _APPLICANTS) == 1 and "any" not in kinds)  # 未收到法人的申请
    ):
        return []
    disputes = [topic for topic in topics if topic in DISPUTES]
    if disputes:
        known = all(topic in {*DISPUTES, "requests"} for topic in topics) and acts <= {"filed", "received"}
        about = context.section == 4 or context.about_requests or context.disclosure
        return [_BARE.get(topic, topic) for topic in disputes] if known and about else []
    if "carry" in kinds:
        about = context.section == 3 or context.about_requests or "requests" in topics
        known = acts <= {"finished", "decided"} and set(topics) <= {"requests"}
        return _not_carried(neighbours) if known and about else []
    if not topics and kinds & {"weak"} and (context.topic == "requests" or context.section == 3):
        topics = ["requests"]
    known_acts = acts & _NAMED
    if not known_acts:
        only = topics == ["requests"] and kinds <= _HARMLESS and not acts - _APPLICANTS
        return ["requests.received"] if only else []
    acts = known_acts
    if len(acts) > 1 or any((topic, act) not in FRAMES for topic in topics for act in acts):
        return []
    return [FRAMES[topic, act] for topic in topics for act in acts]


def _not_carried(kinds: frozenset[str]) -> list[str]:
    """无上年结转 is of last year; 无结转 alone is of this one."""
    if "last" in kinds:
        return [] if "next" in kinds else ["requests.carried_in"]
    return ["requests.carried_out"]


def wholes(prose: Prose, sentence: Span, words: Sequence[Token], context: Context) -> Iterator[Claim]:
    """Yield what a sentence says was done to all: applications finished, disputes upheld, a rate of 100 %."""
    if not any(word.kind in {"all", "rate"} for word in words):
        return
    topic: str | None = None
    for index, word in enumerate(words):
        if word.kind == "topic":
            topic = word.name
        if word.kind not in {"all", "rate"}:
            continue
        clause = _clause(prose, word, sentence)
        before = [each for each in words[:index] if each.start >= clause.start]
        after = [each for each in words[index + 1 :] if each.end <= clause.end]
        if word.kind == "rate":
            subject = None if _limited(before) else "requests.answered"
            after = []
        else:
            subject = _done_to_all(topic or context.topic, word, after)
        named = topic or (context.topic if context.topic == "requests" else None)
        of_requests = named == "requests" or (named is None and context.section == 3)
        if subject is None or (subject == "requests.answered" and not of_requests):
            continue
        if unknown_between(prose.text, before, clause.start, word.start):
            continue
        if unknown_between(prose.text, after, word.end, clause.end):
            continue
        yield _claim(
            prose, subject, "all", _scope([*before, *after], context), Span(word.start, word.end), clause, sentence
        )


def _limited(before: Sequence[Token]) -> bool:
    """Whether a rate is one of what was finished in time."""
    return any(token.kind == "deadline" for token in before)


def _done_to_all(topic: str | None, word: Token, after: Sequence[Token]) -> str | None:
    acts = [token.name for token in after if token.kind == "act"]
    in_time = "已" not in word.text and any(
        token.kind == "deadline" for token in after
    )  # 均按期办结 may leave some open
    if any(token.kind in {"none", "carry", "next"} for token in after):
        return None
    if acts == ["finished"] and topic in {None, "requests"} and not in_time:
        return "requests.answered"
    if acts == ["upheld"] and topic in {"reconsideration", "suit"}:
        return f"{topic}.upheld"
    return None


def _clause(prose: Prose, word: Token, sentence: Span) -> Span:
    clause = prose.clause(Span(word.start, word.end))
    return Span(max(clause.start, sentence.start), min(clause.end, sentence.end))


def _is_ours(prose: Prose, before: Sequence[Token], clause: Span, word: Token, context: Context) -> bool:
    """Whether all that stands before a denial is known, or the agency's name."""
    unknown = unknown_between(prose.text, before, clause.start, word.start)
    return all(gap.of(prose.text) in context.own for gap in unknown)


def _scope(words: Sequence[Token], context: Context, neighbours: frozenset[str] = frozenset()) -> Scope:
    for token in words:
        if token.kind in _SCOPES:
            return _SCOPES[token.kind]
    years = {int(token.name) for token in words if token.kind == "fill" and token.name} or context.years
    if neighbours and context.year is not None:
        years -= {context.year - 1, context.year + 1}  # whence or whither something was carried
    if context.year is not None and years and years != {context.year}:
        return "other_time"
    return context.elsewhere


def _claim(prose: Prose, subject: str, says: Says, scope: Scope, at: Span, clause: Span, sentence: Span) -> Claim:
    place = prose.place
    return Claim(
        cast("Subject", subject), says, None, "", scope, True, False, place(at), place(clause), place(sentence),  # noqa: FBT003
        prose.section(sentence.start),
    )  # fmt: skip
