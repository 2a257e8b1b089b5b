"""Server-sent events, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One event; a comment, with which a server shows that it is there, has neither name nor data."""

    name: str = ""
    data: str = ""


def events(lines: Iterable[str]) -> Iterator[Event]:
    """Yield events and comments as they come; one that was cut off is dropped."""
    name, data = "", list[str]()
    for line in lines:
        if line.startswith(":"):
            yield Event()
        elif line:
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            name = value if field == "event" else name
            data += [value] if field == "data" else []
        else:
            if data:
                yield Event(name or "message", "\n".join(data))
            name, data = "", []
