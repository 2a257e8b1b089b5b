"""What a person may give as a reason, and the refusals of a mark; a stranger's words, kept as they are and bounded."""

import unicodedata

from models.tables import MOST_REASON, ReviewState
from pipeline.messages import Message

_ENDS_OF_LINES = "\n\t"


class Refused(Exception):  # noqa: N818 - what it says, where it is raised and caught
    """A mark that cannot be put or taken back; `code` is stable."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"[{code}] {en}")
        self.code = code
        self.message = Message(zh, en)


def unknown_report(report_id: int) -> Refused:
    """There is no such report."""
    return Refused(
        "report.unknown", f"没有编号为 {report_id} 的年报;请核对编号。", f"There is no report {report_id}; look it up."
    )


def unknown_finding(report_id: int, fingerprint: str) -> Refused:
    """The report does not show such a finding."""
    return Refused(
        "finding.unknown",
        f"年报 {report_id} 当前的结果中没有问题 {fingerprint[:12]};请重新查看列表。",
        f"Report {report_id} shows no finding {fingerprint[:12]} now; look at its list again.",
    )


def cleaned(state: ReviewState | None, reason: str | None) -> str | None:
    """Return a reason as it is kept, None for an empty one; raises `Refused` for one that cannot be kept or is needed."""
    words = (reason or "").replace("\r\n", "\n").strip()
    if not words and state == ReviewState.DISMISSED:
        raise Refused(
            "review.reason_missing",
            "驳回一条问题须说明理由;请填写理由后重试。",
            "A finding is dismissed for a reason; give one and send it again.",
        )
    if len(words) > MOST_REASON or any(_is_control(each) for each in words):
        raise Refused(
            "review.reason_unfit",
            f"理由不可用:最多 {MOST_REASON} 字,不得含控制字符;请改写。",
            f"The reason cannot be kept: {MOST_REASON} characters at most and no control characters; write another.",
        )
    return words or None


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} and character not in _ENDS_OF_LINES
