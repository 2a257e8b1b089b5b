"""One finding, or one mark, as a line on the terminal; what strangers wrote is shown and never obeyed."""

from rich.text import Text

from intake.queries.findings import LapsedMark, Mark, ReviewedFinding
from intake.terminal import SEVERITY_STYLES, on_stdout, plain
from models.tables import ReviewStanding
from pipeline.messages import Message

#: How much of a fingerprint is shown: enough to tell the findings of one report apart.
SHOWN = 12
_STANDINGS = {
    ReviewStanding.CHANGED: Message("已变化,重新打开", "changed: reopened"),
    ReviewStanding.STILL_FOUND: Message("其他文件中仍有,重新打开", "still found: reopened"),
    ReviewStanding.NOT_FOUND: Message("不再存在", "no longer found"),
}


def print_finding(found: ReviewedFinding, language: str) -> None:
    """Print whose finding it is, how it is called, what it says, and what was made of it."""
    finding = found.finding
    whose = f"{found.agency or found.file_name} {found.year or ''}".strip()
    line = Text.assemble(f"#{found.report_id}  {found.fingerprint[:SHOWN]}  ")
    line.append(finding.rule, SEVERITY_STYLES[finding.severity] if finding.verdict == "fail" else "dim")
    line.append(f"  {finding.severity}  {found.state.value}  ").append(plain(whose)).append("  ")
    line.append(plain(_said(finding.message, language)))
    on_stdout().print(line if found.review is None else line.append("  ").append(_marked(found.review)))


def print_lapsed(mark: LapsedMark, language: str) -> None:
    """Print a mark that is out of force, and why."""
    line = Text.assemble(
        "—  ", f"{mark.fingerprint[:SHOWN]}  {mark.rule}  ", (_both(_STANDINGS[mark.standing]), "yellow")
    )
    line.append("  ").append(plain(_said(mark.message, language))).append("  ").append(_marked(mark.review))
    on_stdout().print(line)


def _marked(mark: Mark) -> Text:
    words = f"[{mark.state.value} {mark.by} {mark.at.isoformat(timespec='seconds')}"
    return plain(f"{words}: {mark.reason}]" if mark.reason else f"{words}]")


def _both(message: Message) -> str:
    return f"{message.zh} {message.en}"


def _said(message: Message, language: str) -> str:
    return message.zh if language == "zh" else message.en
