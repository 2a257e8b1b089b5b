"""What a paragraph has said before a number: of what it speaks, whose and which year's, and whose parts it is naming."""

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.document import Span

from .items import Item
from .model import Scope
from .prose import Prose
from .vocabulary import Token

DISPUTES = frozenset({"reconsideration", "suit", "suit.direct", "suit.after_reconsideration"})
_ENFORCEMENT = frozenset({"licences", "penalties", "coercive_measures"})
_ELSEWHERE: dict[str, Scope] = {
    "area": "area",
    "wider": "wider",
    "part": "part",
    "period": "other_time",
    "channel": "channel",
}
_OF_A_JUDGE = frozenset({"decided", "accepted", "judged", "finished", "replied"})
_ENDS = frozenset("。;!?")
_THROUGH = re.compile(r"^(?:通过|经由?|在|从|以)")


class Context:
    """The state of one paragraph, word by word."""

    def __init__(self, year: int | None, own: frozenset[str]) -> None:
        self.year = year
        self.own = own
        self.section = 0
        self._clear()

    def _clear(self) -> None:
        self.topic: str | None = None
        self.about_requests = False
        self.decides = self.about_disputes = False
        self._begin_sentence()

    def _begin_sentence(self) -> None:
        self.elsewhere: Scope = "own"
        self.years: set[int] = set()
        self.disclosure = self.apart = False
        self.decided = False
        self._left: Decimal | None = None
        self._last: Decimal | None = None
        self._last_was_carried = self._parts_of_carried = False
        self._gone_through = False
        self._whole: tuple[str | None, Scope] | None = None

    def hear(self, words: Sequence[Token]) -> None:
        """Take in what a sentence says of all that it names."""
        self.apart = any(word.kind == "apart" for word in words)

    def begin(self, prose: Prose, sentence: Span) -> None:
        """Begin a sentence; at a new line what was spoken of is forgotten, but for what a heading names.

        What the parts of a number were, is forgotten, too.
        """
        section = prose.section(sentence.start)
        at_line = prose.text[sentence.start - 1 : sentence.start] == "\n" or sentence.start == 0
        ended = prose.text[sentence.start - 2 : sentence.start - 1] in _ENDS or prose.text[sentence.start] == "("
        if at_line and (ended or section != self.section):
            self._clear()
        self.section = section
        self.end_parts()
        self._begin_sentence()

    def _begin_parts(self) -> None:
        if self.topic == "requests" and self._whole is None:
            self._whole = self.topic, self.elsewhere

    def end_parts(self) -> None:
        """Return to what was spoken of before 其中 led to parts."""
        if self._whole is not None:
            self.topic, self.elsewhere = self._whole
            self._whole = None

    @property
    def names_parts(self) -> bool:
        """Whether the sentence is naming parts of a number."""
        return self._whole is not None

    def pass_by(self, word: Token, prose: Prose) -> None:
        """Take in one word."""
        kind = word.kind
        if kind == "topic":
            self.topic = word.name
            self.about_requests |= word.name == "requests"
        elif kind == "disclosure":
            self.disclosure = True
        elif kind == "open":
            self._left = self._last
            self._begin_parts()
            self._parts_of_carried = self._last_was_carried
        elif kind == "divided":
            self._begin_parts()
        elif kind == "act":
            self._acted(word.name)
        elif kind == "fill" and word.name:
            self.years.add(int(word.name))
        elif kind != "channel" or self._is_a_way(word, prose):
            self._moved(kind)

    def _acted(self, act: str) -> None:
        if act in {"decided", "finished"}:
            self.decided = True
        elif act in {"foreign", "judged", "passed_on"}:
            self.decided = False
            self._gone_through = True
        if act == "passed_on":
            self.elsewhere = "part"  # 收到转来1件,自行受理9件

    def _moved(self, kind: str) -> None:
        """Note whose or when it is that the sentence now speaks of."""
        if kind in _ELSEWHERE:
            self.elsewhere = _ELSEWHERE[kind]
        elif kind == "own" and self.elsewhere in {"wider", "part"}:
            self.elsewhere = "own"

    def _is_a_way(self, word: Token, prose: Prose) -> bool:
        """Whether a clause says by which channel something came: 通过网上申请渠道,收到5件."""
        clause = prose.clause(Span(word.start, word.end))
        return _THROUGH.match(prose.text[clause.start : clause.end]) is not None

    def count(self, item: Item) -> None:
        """Take in a number: one of the parts that 其中 announced, or one that may have parts."""
        if self._left is not None:
            self._left -= item.number.value
            if self._left <= 0:
                self._left = None
                self._parts_of_carried = False
        self._last = item.number.value
        self._last_was_carried = item.has("carry") and not item.is_included()
        if item.has("carry"):
            self.years -= {int(token.name) for token in item.lead if token.kind == "fill" and token.name}

    def topic_of(self, item: Item) -> str | None:
        """Return what the item's number counts, or None where that is not certain."""
        named = item.topics()
        if len(named) > 1 and not (set(named[:-1]) == {"requests"} and named[-1] in DISPUTES and not item.lists()):
            return None
        after = item.adjoining()
        if named:
            topic: str | None = named[-1]  # 政府信息公开申请行政复议 is a reconsideration
            if topic == "requests" and after is not None and after.kind == "topic" and after.name != "requests":
                topic = after.name  # 依申请公开情况:收到行政复议…
        elif after is not None and after.kind == "topic":
            topic = after.name
        else:
            topic = self.topic
            if topic is None and self.section == 3:
                topic = "requests"
            if item.has("weak") and topic != "requests":
                return None
        if topic in DISPUTES and not self._are_ours(item):
            return None
        return None if topic == "other" else topic

    def _are_ours(self, item: Item) -> bool:
        """Whether disputes are about disclosure, and not such as the agency decides for others (办理复议案件)."""
        self.decides |= any(token.kind == "act" and token.name in _OF_A_JUDGE for token in item.lead)
        if self.decides or self.apart:
            return False
        self.about_disputes |= self.section == 4 or self.about_requests or self.disclosure or item.has("disclosure")
        return self.about_disputes

    def continued(self, item: Item, topic: str) -> str | None:
        """What was done where only the first of a list says it: 办理行政许可98件,行政处罚103件."""
        acts = [token for token in item.lead if token.kind == "act"]
        if acts or not item.topics() or not {topic, self.topic} <= _ENFORCEMENT or not self.decided:
            return None
        return f"{topic}.decisions"

    def scope(self, item: Item, subject: str) -> Scope:
        """Whose and when the number is, by what the sentence said before it."""
        carried = "carried" in subject
        years = {int(token.name) for token in item.lead if token.kind == "fill" and token.name}
        if not carried and self.year is not None and (years or self.years) and (years or self.years) != {self.year}:
            return "other_time"
        if (
            self.elsewhere != "own"
            and not item.has("own")
            and not (self.elsewhere == "other_time" and self.year in years)
        ):
            return self.elsewhere
        of_carried = self._parts_of_carried or (item.has("open") and self._last_was_carried)
        if of_carried and (".result." in subject or ".applicant." in subject):
            return "part"  # 上年结转2件,其中予以公开1件
        if self._gone_through and subject.startswith(("regulations.", "normative_documents.")):
            return "part"  # 清理规范性文件40件,其中继续有效30件
        is_sum = subject in {"requests.received", "requests.answered"} or subject.endswith(".total")
        if is_sum and (self._left is not None or item.has("open")):
            return "part"
        return "own"
