"""The closed lists of words that columns hold; the database checks them, so a new word needs a migration."""

from enum import StrEnum


class Lane(StrEnum):
    """Who waits for the report: a person (`interactive`) or a collection (`bulk`)."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class SubmissionOutcome(StrEnum):
    """What became of one submitted file at the door."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


class ReportState(StrEnum):
    """Where a report stands in its current run; `done` and `dead` end the run."""

    QUEUED = "queued"
    WORKING = "working"
    DONE = "done"
    DEAD = "dead"


class Stage(StrEnum):
    """The four stages, in the order in which a report passes them."""

    NORMALIZE = "normalize"
    DETECT_SECTIONS = "detect_sections"
    PARSE_TABLES = "parse_tables"
    CHECK_CONSISTENCY = "check_consistency"


class AgencyLevel(StrEnum):
    """What kind of body reports: a government by its level, or any office of one."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    DEPARTMENT = "department"


class DoubtKind(StrEnum):
    """Why a figure is unknown, or what of a table was not understood."""

    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    TEXT = "text"
    MISSING = "missing"
    NUMBER = "number"
    LABEL = "label"
    ROW_SHAPE = "row_shape"
    DISAGREEMENT = "disagreement"


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """Whether the rule is broken for sure, or an unknown figure decides."""

    FAIL = "fail"
    UNCERTAIN = "uncertain"


class AttemptOutcome(StrEnum):
    """How one attempt at one stage ended; `lost` is written by the reconciler, `released` by a soft shutdown."""

    OK = "ok"
    RETRY = "retry"
    DEAD = "dead"
    LOST = "lost"
    RELEASED = "released"


class DeadLetterState(StrEnum):
    """What has been done about a dead letter."""

    OPEN = "open"
    REQUEUED = "requeued"
    RESOLVED = "resolved"
    DISMISSED = "dismissed"


class ReviewState(StrEnum):
    """What a person found out about a finding: it is right, it is none, or its file was put right."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MENDED = "mended"


class ReviewStanding(StrEnum):
    """Whether a review is in force for what its report shows now.

    `changed`: its place has another finding now; `still_found`: it was marked as mended, and other bytes have it again
    or still; `not_found`: nothing of the kind is found any more. Only what `holds` is in force.
    """

    HOLDS = "holds"
    CHANGED = "changed"
    STILL_FOUND = "still_found"
    NOT_FOUND = "not_found"


class RunCause(StrEnum):
    """Why a run was begun: the first submission, a reprocessing, or mended bytes."""

    SUBMITTED = "submitted"
    REPROCESSED = "reprocessed"
    MENDED = "mended"


class RunOutcome(StrEnum):
    """How a run ended; `superseded` by a newer one that began before it had ended."""

    DONE = "done"
    DEAD = "dead"
    SUPERSEDED = "superseded"


class KeyRole(StrEnum):
    """What a key may do: `submit` sends files and sees its own batches, `read` sees all, `operate` does everything."""

    SUBMIT = "submit"
    READ = "read"
    OPERATE = "operate"


class ReprocessingSubject(StrEnum):
    """What is sent through again."""

    DEAD_LETTERS = "dead_letters"
    REPORTS = "reports"


class ReprocessingState(StrEnum):
    """Where a reprocessing stands; `stopped` when its canary failed: the rest was not sent."""

    CANARY = "canary"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class ReprocessingVerdict(StrEnum):
    """What became of one report; `passed_by` when it was sent by someone else, dismissed, or sent too often."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    DEAD_SAME = "dead_same"
    DEAD_OTHER = "dead_other"
    PASSED_BY = "passed_by"
    HELD_BACK = "held_back"
