"""The options and names on which not losing reports rests."""

from config.celery import celery_options
from config.names import LANES, QUEUES, STAGES, next_stage, queue_name, stages_from, task_name
from config.settings import Settings
from models.tables import Lane, Stage
from pipeline.stages import STAGES as PIPELINE_STAGES


def test_stages_and_lanes_are_named_alike_everywhere() -> None:
    assert STAGES == PIPELINE_STAGES == tuple(stage.value for stage in Stage)
    assert tuple(lane.value for lane in Lane) == LANES


def test_each_queue_has_a_key_of_its_own() -> None:
    queues = celery_options(Settings())["task_queues"]
    assert [queue.name for queue in queues] == list(QUEUES)
    assert [queue.routing_key for queue in queues] == list(QUEUES)


def test_the_interactive_lane_and_later_stages_come_first() -> None:
    assert QUEUES[0] == queue_name("interactive", "check_consistency")
    assert QUEUES[3] == queue_name("interactive", "normalize")
    assert QUEUES[4] == queue_name("bulk", "check_consistency")
    assert QUEUES[-1] == queue_name("bulk", "normalize")


def test_stages_follow_each_other() -> None:
    assert stages_from("parse_tables") == ("parse_tables", "check_consistency")
    assert [next_stage(stage) for stage in STAGES] == [*STAGES[1:], None]
    assert task_name("normalize") == "nianbao.normalize"


def test_messages_are_json_acknowledged_late_and_results_are_not_kept_by_celery() -> None:
    options = celery_options(Settings())
    assert options["accept_content"] == ["json"]
    assert options["task_serializer"] == "json"
    assert options["task_acks_late"] is True
    assert options["worker_prefetch_multiplier"] == 1
    assert options["result_backend"] is None
    assert not {"task_soft_time_limit", "task_time_limit"} & set(options), "see workers/time_limits.py"
