"""Server-sent events as they come over the line."""

from intake.client.events import Event, events


def test_events_comments_and_what_was_cut_off() -> None:
    lines = [
        "event: progress", 'data: {"a":', "data:1}", "", ": still there", "", "id: 7", "data: x", "", "event: end", "data: cut"
    ]  # fmt: skip
    assert list(events(lines)) == [Event("progress", '{"a":\n1}'), Event(), Event("message", "x")]
