"""The first schema: batches, reports, results, failures and the append-only audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
HASH = sa.String(64)

LANES = ("interactive", "bulk")
LEVELS = ("province", "city", "county", "town", "department")
STAGES = ("normalize", "detect_sections", "parse_tables", "check_consistency")

REFUSAL = "audit_log is append-only; write a new entry instead"
# The last one is for INSERT OR REPLACE, which removes a row without asking the delete trigger.
REFUSE_SQLITE = tuple(
    f"CREATE TRIGGER audit_log_no_{verb} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb, when in {
        "update": "UPDATE ON audit_log",
        "delete": "DELETE ON audit_log",
        "replace": """INSERT ON audit_log WHEN EXISTS (
            SELECT 1 FROM audit_log AS other
            WHERE other.id = NEW.id OR (other.report_id = NEW.report_id AND other.seq = NEW.seq)
        )""",
    }.items()
)
REFUSE_POSTGRESQL = (
    f"""
CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END
$$""",
    """
CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_log_refuse()""",
    """
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse()""",
)


def upgrade() -> None:
    create_batch()
    create_report()
    create_submission()
    create_results()
    create_judgements()
    create_failures()
    create_audit_log()


def create_batch() -> None:
    table(
        "batch",
        id_column(),
        required("label", sa.String()),
        optional("source", sa.String(), "the absolute folder that it was submitted from"),
        required("lane", sa.String(32)),
        required("created_at", MOMENT),
        optional("closed_at", MOMENT, "when all of its submissions were known"),
        sa.PrimaryKeyConstraint("id", name="pk_batch"),
        one_of("batch", "lane", LANES),
    )


def create_report() -> None:
    table(
        "report",
        id_column(),
        required("batch_id", sa.BigInteger(), "the batch of its first submission"),
        required("sha256", HASH),
        required("name", sa.String()),
        required("size_bytes", sa.BigInteger()),
        required("lane", sa.String(32)),
        required("state", sa.String(32)),
        required("stage", sa.String(32)),
        required("run", sa.Integer()),
        optional("result_run", sa.Integer(), "the last run that reached done; its results are the ones shown"),
        required("attempt", sa.Integer(), "attempts begun at this stage in this run"),
        required("isolated", sa.Boolean(), "travels alone: it was in a lost chunk"),
        optional("lease_token", sa.String()),
        optional("lease_owner", sa.String()),
        optional("lease_expires_at", MOMENT),
        required("queued_at", MOMENT),
        optional("published_at", MOMENT, "when its message was given to the broker; not published_on"),
        optional("next_attempt_at", MOMENT),
        optional("media_type", sa.String()),
        optional("encoding", sa.String()),
        optional("title", sa.String()),
        optional("agency", sa.String()),
        optional("level", sa.String(32)),
        optional("region", sa.String(), "the area that the agency's name gives"),
        optional("year", sa.Integer()),
        optional("period_start", sa.Date(), "first day that its figures are of"),
        optional("period_end", sa.Date(), "last day that its figures are of"),
        optional("form", sa.String()),
        optional("published_on", sa.Date(), "when the agency published the report; not published_at"),
        optional("figures_read", sa.Integer(), "figures that are numbers"),
        optional("figures_expected", sa.Integer(), "figures of the edition of the form that was read: 200 in 2021's"),
        optional("pipeline_version", sa.String()),
        optional("rules_version", sa.String()),
        required("created_at", MOMENT),
        required("updated_at", MOMENT),
        optional("finished_at", MOMENT),
        required("audit_seq", sa.Integer(), "number of the newest entry of its audit chain"),
        required("audit_head", HASH, "hash of the newest entry of its audit chain"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        refers("report", "batch"),
        sa.UniqueConstraint("sha256", name="uq_report_sha256"),
        check("report", "sha256_is_whole", "length(sha256) = 64"),
        check("report", "size_not_negative", "size_bytes >= 0"),
        check("report", "working_has_lease", "(state = 'working') = (lease_token IS NOT NULL)"),
        check("report", "lease_ends", "state <> 'working' OR lease_expires_at IS NOT NULL"),
        check("report", "run_from_one", "run >= 1"),
        check("report", "attempt_not_negative", "attempt >= 0"),
        check("report", "audit_seq_not_negative", "audit_seq >= 0"),
        check("report", "audit_head_is_whole", "length(audit_head) = 64"),
        one_of("report", "lane", LANES),
        one_of("report", "state", ("queued", "working", "done", "dead")),
        one_of("report", "stage", STAGES),
        one_of("report", "level", LEVELS),
    )
    index("report", "batch_id")
    index("report", "agency", "year")
    index("report", "state", "lane", "stage")
    partial_index("ix_report_lease_due", "report", ["lease_expires_at"], "state = 'working'")
    partial_index(
        "ix_report_retry_due", "report", ["next_attempt_at"], "state = 'queued' AND next_attempt_at IS NOT NULL"
    )
    partial_index("ix_report_unpublished", "report", ["queued_at"], "state = 'queued' AND published_at IS NULL")


def create_submission() -> None:
    table(
        "submission",
        id_column(),
        required("batch_id", sa.BigInteger()),
        required("name", sa.String()),
        optional("sha256", HASH),
        optional("size_bytes", sa.BigInteger()),
        required("outcome", sa.String(32)),
        optional("report_id", sa.BigInteger()),
        optional("code", sa.String(), "why it was rejected"),
        optional("message_zh", sa.String()),
        optional("message_en", sa.String()),
        required("created_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        refers("submission", "batch"),
        refers("submission", "report"),
        check("submission", "sha256_is_whole", "length(sha256) = 64"),
        check("submission", "size_not_negative", "size_bytes >= 0"),
        check("submission", "rejected_has_code", "(outcome = 'rejected') = (code IS NOT NULL)"),
        check("submission", "taken_has_report", "outcome = 'rejected' OR report_id IS NOT NULL"),
        one_of("submission", "outcome", ("accepted", "duplicate", "rejected")),
    )
    index("submission", "batch_id")
    index("submission", "report_id")
    partial_index(
        "uq_submission_batch_id_name_sha256",
        "submission",
        ["batch_id", "name", "sha256"],
        "sha256 IS NOT NULL",
        unique=True,
    )


def create_results() -> None:
    result_table("normalized_text", [], required("text", sa.String()), optional("grids", JSON))
    result_table(
        "section",
        ["ordinal"],
        optional("number", sa.Integer()),
        optional("key", sa.String()),
        required("heading", sa.String()),
        required("start_offset", sa.Integer()),
        required("body_offset", sa.Integer(), "where the text after the heading begins"),
        required("end_offset", sa.Integer()),
        required("repeated", sa.Boolean(), "a further heading of a title that stands once"),
    )
    figure_table(
        "proactive_disclosure_row",
        *counts("issued", "repealed", "in_force", "decisions"),
        optional("amount_10k_cny", exact(20, 6)),
        *counts("newly_made", "newly_published", "total_published", "previous_items", "change", "items"),
    )
    figure_table(
        "requests_row",
        *counts("natural_person", "commercial", "research", "social_welfare", "legal_service", "other", "total"),
    )
    figure_table("litigation_row", *counts("upheld", "corrected", "other", "pending", "total"))


def create_judgements() -> None:
    kinds = ("blank", "placeholder", "text", "missing", "number", "label", "row_shape", "disagreement")
    result_table(
        "doubt",
        ["ordinal"],
        required("kind", sa.String(32)),
        required("table_key", sa.String()),
        optional("row_key", sa.String()),
        optional("column_key", sa.String()),
        required("raw", sa.String()),
        optional("official", sa.String(), "the label of the official form that it was taken for"),
        optional("problem", sa.String(), "why a row's values could not be told apart"),
        optional("other_reading", sa.String(), "what another way of reading gave in place of raw"),
        optional("start_offset", sa.Integer()),
        optional("end_offset", sa.Integer()),
        one_of("doubt", "kind", kinds),
    )
    result_table(
        "finding",
        ["ordinal"],
        required("rule", sa.String()),
        required("rule_version", sa.String()),
        required("severity", sa.String(32)),
        required("verdict", sa.String(32)),
        optional("table_key", sa.String()),
        optional("row_key", sa.String()),
        optional("column_key", sa.String()),
        optional("left_value", exact(24, 6)),
        optional("right_value", exact(24, 6)),
        required("operands", JSON),
        optional("hint", JSON),
        optional("quote", sa.String()),
        optional("quote_start", sa.Integer()),
        optional("quote_end", sa.Integer()),
        required("message_zh", sa.String()),
        required("message_en", sa.String()),
        one_of("finding", "severity", ("error", "warning", "info")),
        one_of("finding", "verdict", ("fail", "uncertain")),
    )
    index("finding", "rule", "verdict")


def create_failures() -> None:
    table(
        "attempt",
        id_column(),
        required("report_id", sa.BigInteger()),
        required("run", sa.Integer()),
        required("stage", sa.String(32)),
        required("attempt", sa.Integer()),
        optional("worker", sa.String()),
        optional("task_id", sa.String()),
        required("started_at", MOMENT),
        required("ended_at", MOMENT),
        required("outcome", sa.String(32)),
        optional("code", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        refers("attempt", "report"),
        one_of("attempt", "stage", STAGES),
        one_of("attempt", "outcome", ("ok", "retry", "dead", "lost", "released")),
    )
    index("attempt", "report_id", "run")
    table(
        "dead_letter",
        id_column(),
        required("report_id", sa.BigInteger()),
        required("run", sa.Integer()),
        required("stage", sa.String(32)),
        required("code", sa.String()),
        required("message_zh", sa.String()),
        required("message_en", sa.String()),
        required("attempts", sa.Integer()),
        optional("worker", sa.String()),
        optional("traceback", sa.String()),
        required("fingerprint", sa.String(16), "the same for equal causes"),
        optional("pipeline_version", sa.String()),
        optional("rules_version", sa.String()),
        required("state", sa.String(32)),
        optional("reason", sa.String(), "why a person dismissed it"),
        required("created_at", MOMENT),
        required("updated_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
        refers("dead_letter", "report"),
        sa.UniqueConstraint("report_id", "run", name="uq_dead_letter_report_id_run"),
        check("dead_letter", "fingerprint_is_whole", "length(fingerprint) = 16"),
        one_of("dead_letter", "stage", STAGES),
        one_of("dead_letter", "state", ("open", "requeued", "resolved", "dismissed")),
    )
    index("dead_letter", "code", "state")
    index("dead_letter", "state", "created_at")
    index("dead_letter", "fingerprint")


def create_audit_log() -> None:
    table(
        "audit_log",
        id_column(),
        required("report_id", sa.BigInteger()),
        required("seq", sa.Integer()),
        required("at", MOMENT),
        required("actor", sa.String()),
        required("action", sa.String()),
        required("detail", JSON),
        required("prev_hash", HASH),
        required("hash", HASH),
        sa.PrimaryKeyConstraint("id", name="pk_audit_log"),
        refers("audit_log", "report"),
        sa.UniqueConstraint("report_id", "seq", name="uq_audit_log_report_id_seq"),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in REFUSE_POSTGRESQL if postgresql else REFUSE_SQLITE:
        op.execute(statement)


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_autoincrement=True)


def result_table(name: str, key: list[str], *parts: sa.schema.SchemaItem) -> None:
    """A table keyed by report, run and the whole numbers named by `key`."""
    op.create_table(
        name,
        required("report_id", sa.BigInteger()),
        required("run", sa.Integer()),
        *(required(column, sa.Integer()) for column in key),
        *parts,
        sa.PrimaryKeyConstraint("report_id", "run", *key, name=f"pk_{name}"),
        refers(name, "report"),
    )


def figure_table(name: str, *figures: sa.Column[Any]) -> None:
    places = required("places", JSON, "column key: [start, end) in the normalised text, in characters")
    seen = required("seen", sa.Boolean(), "its label was found, whatever its figures")
    result_table(name, ["position"], required("row_key", sa.String()), seen, *figures, places)


def counts(*names: str) -> list[sa.Column[Any]]:
    return [optional(name, sa.BigInteger()) for name in names]


def exact(precision: int, scale: int) -> sa.types.TypeEngine[Any]:
    """A decimal; text on SQLite, which would turn it into a float."""
    return sa.Numeric(precision, scale).with_variant(sa.String(precision + 2), "sqlite")


def id_column() -> sa.Column[Any]:
    return sa.Column("id", ID, nullable=False)


def required(name: str, kind: sa.types.TypeEngine[Any], comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, comment=comment)


def optional(name: str, kind: sa.types.TypeEngine[Any], comment: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True, comment=comment)


def refers(name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=f"fk_{name}_{other}_id_{other}")


def check(name: str, rule: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{name}_{rule}"))


def one_of(name: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    return check(name, column, f"{column} IN ({', '.join(repr(word) for word in words)})")


def index(name: str, *columns: str) -> None:
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))


def partial_index(index_name: str, name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(index_name, name, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
