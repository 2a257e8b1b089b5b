"""The broker's transport: what lies in a queue and is no message of Celery's is logged and dropped.

With kombu's own transport a few strange bytes in a queue end the worker, and some of them come back after the
visibility timeout and end the next one. It must not touch messages that Celery understands, whatever they ask for.
"""

from queue import Empty
from typing import Any

import structlog
from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import ConnectionError as BrokerLost
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as BrokerSilent

log = structlog.get_logger(__name__)
_OF_THE_BROKER = (Empty, OSError, BrokerLost, BrokerSilent, ResponseError)
_MOST_WORDS = 200


class Channel(redis.Channel):
    """Fetches messages; bytes that are not even JSON are dropped."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]  # not in its stubs
        except _OF_THE_BROKER:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is in the message, which is gone from the queue
            _tell(error)
            return True


class Transport(redis.Transport):
    """Hands messages on; one that nobody understands is dropped, so that it does not come again."""

    Channel = Channel

    def _deliver(self, message: Any, queue: Any) -> None:
        try:
            super()._deliver(message, queue)
        except _OF_THE_BROKER:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            _tell(error, queue=queue)
            self._drop(message)

    def _drop(self, message: Any) -> None:
        properties = message.get("properties") if isinstance(message, dict) else None
        tag = properties.get("delivery_tag") if isinstance(properties, dict) else None
        for channel in self.channels or ():
            if isinstance(tag, str) and tag in (channel.qos._delivered or ()):  # noqa: SLF001 - kombu has no other way to ask
                channel.basic_reject(tag, requeue=False)


def use_our_transport() -> None:
    """Make every connection of this process to Redis use it; safe to repeat."""
    for scheme in ("redis", "rediss"):
        TRANSPORT_ALIASES[scheme] = f"{__name__}:{Transport.__name__}"


def _tell(error: Exception, **more: object) -> None:
    log.error("message.unreadable", error=type(error).__name__, reason=str(error)[:_MOST_WORDS], **more)
