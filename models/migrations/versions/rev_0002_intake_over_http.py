"""Keys and repeated calls of the API, the runs of each report, reprocessing, and sums for the metrics."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")
HASH = sa.String(64)
STAGES = ("normalize", "detect_sections", "parse_tables", "check_consistency")
LEVELS = ("province", "city", "county", "town", "department")
ABOUT = (
    "media_type", "encoding", "title", "agency", "level", "region", "year", "period_start", "period_end", "form",
    "published_on", "figures_read", "figures_expected", "pipeline_version", "rules_version",
)  # fmt: skip


def upgrade() -> None:
    create_api_key()
    create_reprocessing()
    create_idempotency_key()
    create_run()
    create_counter()
    create_received_archive()
    # Written out, since SQLite cannot add a constraint to a table, but a column that has one.
    op.execute("ALTER TABLE batch ADD COLUMN key_id BIGINT CONSTRAINT fk_batch_key_id_api_key REFERENCES api_key (id)")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("COMMENT ON COLUMN batch.key_id IS 'the key that it was submitted with; NULL from the command line'")
    index("batch", "key_id")
    index_for_lists()
    note_runs_so_far()


def create_api_key() -> None:
    table(
        "api_key",
        id_column(),
        required("name", sa.String()),
        required("role", sa.String(32)),
        required("prefix", sa.String(16), "the first part of the key, by which it is found; no secret"),
        required("secret_hash", HASH, "SHA-256 of 32 random bytes"),
        required("created_at", MOMENT),
        required("created_by", sa.String()),
        optional("last_used_at", MOMENT, "to the minute"),
        optional("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_api_key"),
        sa.UniqueConstraint("name", name="uq_api_key_name"),
        sa.UniqueConstraint("prefix", name="uq_api_key_prefix"),
        check("api_key", "hash_is_whole", "length(secret_hash) = 64"),
        one_of("api_key", "role", ("submit", "read", "operate")),
    )


def create_reprocessing() -> None:
    table(
        "reprocessing",
        id_column(),
        required("subject", sa.String(32)),
        required("actor", sa.String()),
        required("filter", JSON, "what chose the reports, as it was asked"),
        optional("from_stage", sa.String(32), "NULL: from the stage that failed"),
        required("canary", sa.Integer(), "how many go first; 0: all at once"),
        required(
            "most_repetitions",
            sa.Integer(),
            "reports that failed so often with one code after they were sent again stay",
        ),
        required("state", sa.String(32)),
        optional("reason", sa.String(), "why it was stopped"),
        required("created_at", MOMENT),
        optional("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_reprocessing"),
        check("reprocessing", "canary_not_negative", "canary >= 0"),
        one_of("reprocessing", "subject", ("dead_letters", "reports")),
        one_of("reprocessing", "from_stage", STAGES),
        one_of("reprocessing", "state", ("canary", "running", "finished", "stopped")),
    )
    index("reprocessing", "state")
    verdicts = ("waiting", "sent", "done", "dead_same", "dead_other", "passed_by", "held_back")
    op.create_table(
        "reprocessing_item",
        required("reprocessing_id", sa.BigInteger()),
        required("report_id", sa.BigInteger()),
        optional("dead_letter_id", sa.BigInteger()),
        required("canary", sa.Boolean()),
        optional("code_before", sa.String(), "of its dead letter; NULL if it was done"),
        optional("run", sa.Integer(), "the run that it got; NULL until it is sent"),
        required("verdict", sa.String(32)),
        optional("code_after", sa.String()),
        sa.PrimaryKeyConstraint("reprocessing_id", "report_id", name="pk_reprocessing_item"),
        refers("reprocessing_item", "reprocessing"),
        refers("reprocessing_item", "report"),
        refers("reprocessing_item", "dead_letter"),
        one_of("reprocessing_item", "verdict", verdicts),
    )
    index("reprocessing_item", "reprocessing_id", "verdict")
    index("reprocessing_item", "report_id")
    index("reprocessing_item", "dead_letter_id")


def create_idempotency_key() -> None:
    op.create_table(
        "idempotency_key",
        required("api_key_id", sa.BigInteger()),
        required("key", sa.String(255)),
        required("route", sa.String()),
        optional("fingerprint", HASH, "SHA-256 of what was asked; NULL until it was answered"),
        optional("batch_id", sa.BigInteger()),
        optional("reprocessing_id", sa.BigInteger()),
        required("created_at", MOMENT),
        sa.PrimaryKeyConstraint("api_key_id", "key", name="pk_idempotency_key"),
        refers("idempotency_key", "api_key"),
        refers("idempotency_key", "batch"),
        refers("idempotency_key", "reprocessing"),
    )


def create_run() -> None:
    op.create_table(
        "run",
        required("report_id", sa.BigInteger()),
        required("run", sa.Integer()),
        required("cause", sa.String(32)),
        optional("reprocessing_id", sa.BigInteger()),
        required("actor", sa.String(), "who began it"),
        required("from_stage", sa.String(32), "what the stages before it gave was copied from the run before"),
        required("sha256", HASH),
        required("name", sa.String()),
        required("size_bytes", sa.BigInteger()),
        required("created_at", MOMENT),
        optional("finished_at", MOMENT),
        optional("outcome", sa.String(32)),
        optional("code", sa.String(), "why it ended dead"),
        optional("media_type", sa.String()),
        optional("encoding", sa.String()),
        optional("title", sa.String()),
        optional("agency", sa.String()),
        optional("level", sa.String(32)),
        optional("region", sa.String()),
        optional("year", sa.Integer()),
        optional("period_start", sa.Date()),
        optional("period_end", sa.Date()),
        optional("form", sa.String()),
        optional("published_on", sa.Date()),
        optional("figures_read", sa.Integer()),
        optional("figures_expected", sa.Integer()),
        optional("pipeline_version", sa.String()),
        optional("rules_version", sa.String()),
        sa.PrimaryKeyConstraint("report_id", "run", name="pk_run"),
        refers("run", "report"),
        refers("run", "reprocessing"),
        check("run", "sha256_is_whole", "length(sha256) = 64"),
        check("run", "finished_has_outcome", "(outcome IS NULL) = (finished_at IS NULL)"),
        one_of("run", "cause", ("submitted", "reprocessed", "mended")),
        one_of("run", "from_stage", STAGES),
        one_of("run", "outcome", ("done", "dead", "superseded")),
        one_of("run", "level", LEVELS),
    )
    index("run", "sha256")
    index("run", "reprocessing_id")


def create_counter() -> None:
    op.create_table(
        "counter",
        required("name", sa.String(), "with its unit, such as stage_ms"),
        required("label", sa.String()),
        required("slot", sa.Integer()),
        required("total", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", "label", "slot", name="pk_counter"),
    )


def create_received_archive() -> None:
    op.create_table(
        "received_archive",
        required("batch_id", sa.BigInteger()),
        required("name", sa.String()),
        required("sha256", HASH),
        required("created_at", MOMENT),
        sa.PrimaryKeyConstraint("batch_id", "name", "sha256", name="pk_received_archive"),
        refers("received_archive", "batch"),
        check("received_archive", "sha256_is_whole", "length(sha256) = 64"),
    )


def index_for_lists() -> None:
    """Serve pages of reports, in the order of ids, under each filter."""
    for name, columns in (("finding", "rule_verdict"), ("submission", "batch_id"), ("report", "agency_year")):
        op.drop_index(f"ix_{name}_{columns}", name)
    index("finding", "rule", "verdict", "report_id", "run")
    index("finding", "severity", "verdict", "report_id", "run")
    index("submission", "batch_id", "report_id")
    # So that the beginning of a name is found too, whatever the database's collation.
    op.create_index(
        "ix_report_agency_year", "report", ["agency", "year"], postgresql_ops={"agency": "text_pattern_ops"}
    )
    for column in ("year", "form", "state"):
        index("report", column, "id")


def note_runs_so_far() -> None:
    """Note the last good run and the newest run of each report; of those between, only attempts and dead letters tell."""
    about = ", ".join(ABOUT)
    for run, which in (("result_run", "result_run < run"), ("run", "TRUE")):
        is_done = run == "result_run"
        finished = (
            "updated_at"
            if is_done
            else "CASE WHEN state IN ('done', 'dead') THEN COALESCE(finished_at, updated_at) END"
        )
        outcome = "'done'" if is_done else "CASE WHEN state IN ('done', 'dead') THEN state END"
        code = (
            "NULL"
            if is_done
            else "(SELECT code FROM dead_letter WHERE dead_letter.report_id = report.id AND dead_letter.run = report.run)"
        )
        op.execute(
            f"INSERT INTO run (report_id, run, cause, actor, from_stage, sha256, name, size_bytes, created_at, "
            f"finished_at, outcome, code, {about}) "
            f"SELECT id, {run}, CASE WHEN {run} = 1 THEN 'submitted' ELSE 'reprocessed' END, 'migration', 'normalize', "
            f"sha256, name, size_bytes, created_at, {finished}, {outcome}, {code}, {about} FROM report WHERE {which}"
        )


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, sqlite_autoincrement=True)


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
