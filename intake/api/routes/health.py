"""`/healthz` and `/readyz`: whether this process lives, and whether it can take reports in."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from intake.api.dependencies import TheApi
from intake.readiness import State, readiness

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """This process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """`degraded`: reports are taken in, but the broker is away and they wait in the database."""

    status: Literal["ok", "degraded", "down"]
    database: State
    storage: State
    broker: State


@router.get("/healthz", summary="Does the process live?")
async def healthz() -> Health:
    """Answers as long as the process does; asks nothing else."""
    return Health()


@router.get("/readyz", summary="Can reports be taken in?", responses={503: {"model": Readiness}})
def readyz(api: TheApi, response: Response) -> Readiness:
    """The database and the file storage are needed; without the broker, what is taken in waits for it."""
    states = readiness(api.resources, api.publisher)
    taking_in = states["database"] == states["storage"] == "ok"
    status: Literal["ok", "degraded", "down"] = "down"
    if taking_in:
        status = "ok" if states["broker"] == "ok" else "degraded"
    response.status_code = 200 if taking_in else 503
    return Readiness(status=status, **states)
