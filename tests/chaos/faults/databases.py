"""A database server that crashes or drops everyone."""

from tests.chaos.system import System

from .base import fault

_TIMES, _EVERY_S = 5, 0.5


@fault("database_restart", "PostgreSQL is restarted as after a crash.", only_on="postgresql")
def _database_restart(system: System) -> None:
    system.strike()
    system.database.restart()


@fault("connections_cut", "Every connection to PostgreSQL is cut, several times.", only_on="postgresql")
def _connections_cut(system: System) -> str:
    system.strike()
    cut = 0
    for _ in range(_TIMES):
        cut += system.database.cut_connections()
        system.lasting(_EVERY_S)
    return f"{cut} cut"
