"""A broker that dies, forgets, or has no room."""

from tests.chaos.system import System

from .base import fault

_AWAY_S = (1.0, 5.0)
_STARVED_S = (3.0, 8.0)
_LONGER_S = 10.0


@fault("kill_broker", "kill -9 of the broker; it comes back with its append-only file.")
def _kill_broker(system: System) -> None:
    system.strike_a_backlog()
    system.broker.service.kill(hold=True)
    system.lasting(system.random.uniform(*_AWAY_S))
    system.broker.start()


@fault("kill_broker_empty", "kill -9 of the broker; its data are thrown away and it comes back with nothing.")
def _kill_broker_empty(system: System) -> None:
    system.strike_a_backlog()
    system.broker.service.kill(hold=True)
    system.broker.throw_away()
    system.lasting(system.random.uniform(*_AWAY_S))
    system.broker.start()


@fault(
    "broker_away_long",
    "The broker is away for longer than a task's soft limit, while tasks end that nobody can tell it of.",
)
def _broker_away_long(system: System) -> None:
    system.strike_a_backlog()
    system.broker.service.kill(hold=True)
    try:
        system.lasting(system.settings.work.soft_limit_s + _LONGER_S)
    finally:
        system.broker.start()


@fault("flushall", "FLUSHALL on the running broker.")
def _flushall(system: System) -> None:
    system.strike_a_backlog()
    with system.broker.client() as client:
        client.flushall()


@fault("maxmemory", "The broker has no memory for more messages for some seconds.")
def _maxmemory(system: System) -> str:
    before = len(system.supervisor.deaths)
    system.strike_a_backlog()
    with system.broker.client() as client:
        client.config_set("maxmemory", "1mb")
        try:
            system.lasting(system.random.uniform(*_STARVED_S))
        finally:
            client.config_set("maxmemory", "0")
    return f"{len(system.supervisor.deaths) - before} processes ended by themselves"


@fault("broker_away_at_intake", "A batch is submitted while the broker is down: it is taken in at the first call.")
def _broker_away_at_intake(system: System) -> None:
    system.broker.service.kill(hold=True)
    try:
        system.traffic.submit(system.traffic.make(20), at_once=True)
        system.strike()
    finally:
        system.broker.start()
