"""What a run is asked to do, read from CHAOS_… variables."""

import os
import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["sqlite", "postgresql"]


class PlanError(ValueError):
    """A CHAOS_… variable that cannot be used."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How many reports, which faults (none named: all) and how often each, on which database, by which random numbers.

    `logs` is a folder in which the logs of all processes are kept.
    """

    reports: int = 2000
    seed: int = 0
    faults: tuple[str, ...] = ()
    rounds: int = 1
    database: Kind = "postgresql"
    limit_s: int = 7200
    logs: Path | None = None

    def random(self, purpose: str) -> random.Random:
        """Random numbers for one purpose, the same for the same seed whatever others draw meanwhile."""
        return random.Random(f"{self.seed}/{purpose}")


def plan_of(variables: Mapping[str, str]) -> Plan:
    """Return the plan that the variables ask for; without a seed, one that nobody chose."""
    database = variables.get("CHAOS_DATABASE") or "postgresql"
    if database not in get_args(Kind):
        raise PlanError(f"CHAOS_DATABASE is {database!r}; set it to one of {', '.join(get_args(Kind))}")
    named = variables.get("CHAOS_FAULTS", "")
    return Plan(
        reports=_number(variables, "CHAOS_REPORTS", 2000),
        seed=_number(variables, "CHAOS_SEED", int.from_bytes(os.urandom(4))),
        faults=tuple(name.strip() for name in named.split(",") if name.strip()),
        rounds=_number(variables, "CHAOS_ROUNDS", 1),
        database="sqlite" if database == "sqlite" else "postgresql",
        limit_s=_number(variables, "CHAOS_LIMIT_S", 7200),
        logs=Path(said).resolve() if (said := variables.get("CHAOS_LOGS")) else None,
    )


def _number(variables: Mapping[str, str], name: str, otherwise: int) -> int:
    said = variables.get(name) or str(otherwise)
    if not said.isdecimal():
        raise PlanError(f"{name} is {said!r}; set it to a whole number")
    return int(said)
