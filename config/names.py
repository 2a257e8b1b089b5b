"""The names of stages, lanes, queues and tasks, as they read in Flower and in the logs."""

from typing import Literal, get_args

Stage = Literal["normalize", "detect_sections", "parse_tables", "check_consistency"]
Lane = Literal["interactive", "bulk"]

STAGES: tuple[Stage, ...] = get_args(Stage)
LANES: tuple[Lane, ...] = get_args(Lane)


# What a message's arguments mean. Code of another version gives the message back for those who know it: count on when an
# older worker would misread a message, and let newer workers go on reading the older ones.
MESSAGE_VERSION = 1
VERSION_HEADER = "nianbao_version"


def task_name(stage: Stage) -> str:
    """Return the Celery task that does a stage."""
    return f"nianbao.{stage}"


def queue_name(lane: Lane, stage: Stage) -> str:
    """Return the queue that holds a stage's messages of one lane."""
    return f"{lane}.{stage}"


# What a person waits for before bulk, and stages nearer the end before stages nearer the start.
QUEUES: tuple[str, ...] = tuple(queue_name(lane, stage) for lane in LANES for stage in reversed(STAGES))


def stages_from(stage: Stage) -> tuple[Stage, ...]:
    """Return `stage` and all that follow it."""
    return STAGES[STAGES.index(stage) :]


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage after `stage`, or None after the last."""
    following = stages_from(stage)[1:]
    return following[0] if following else None
