"""What a route asks for: the caller with its role, the resources of this process, the publishing app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from celery import Celery
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy import Engine

from config.settings import Settings
from intake.keys import Caller, find_caller
from models.tables import KeyRole
from workers.resources import Resources

from .problems import Problem

_bearer = HTTPBearer(auto_error=False, bearerFormat="nb_…", description="A key made by `nianbao keys create`.")


@dataclass(frozen=True, slots=True)
class Api:
    """What the routes work with, the same for all requests of a process."""

    resources: Resources
    publisher: Celery

    @property
    def engine(self) -> Engine:
        """The database."""
        return self.resources.engine

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.resources.settings


def _api(request: Request) -> Api:
    api: Api = request.app.state.api
    return api


TheApi = Annotated[Api, Depends(_api)]


def _caller(
    api: TheApi, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)] = None
) -> Caller:
    found = find_caller(api.engine, credentials.credentials) if credentials else None
    if found is None:
        raise Problem(
            401,
            "key.missing" if credentials is None else "key.unknown",
            "需要有效的密钥;请使用 Authorization: Bearer,密钥由 nianbao keys create 生成。",
            "A valid key is needed; send Authorization: Bearer with one made by `nianbao keys create`.",
            headers={"WWW-Authenticate": 'Bearer realm="nianbao"'},
        )
    return found


def _with_role(*roles: KeyRole) -> Callable[[Caller], Caller]:
    def check(caller: Annotated[Caller, Depends(_caller)]) -> Caller:
        if caller.role in roles:
            return caller
        needed = ", ".join(roles)
        raise Problem(
            403,
            "key.role",
            f"密钥“{caller.name}”的权限是 {caller.role},此操作需要 {needed};请换用相应的密钥。",
            f"The key {caller.name!r} has the role {caller.role}, and this needs {needed}; use another key.",
        )

    return check


#: Any key: a `submit` key must then be shown its own batches only (`own_key`).
AnyCaller = Annotated[Caller, Depends(_caller)]
SubmitCaller = Annotated[Caller, Depends(_with_role(KeyRole.SUBMIT, KeyRole.OPERATE))]
ReadCaller = Annotated[Caller, Depends(_with_role(KeyRole.READ, KeyRole.OPERATE))]
OperateCaller = Annotated[Caller, Depends(_with_role(KeyRole.OPERATE))]


def own_key(caller: Caller) -> int | None:
    """The key whose batches alone the caller may see; None: all."""
    return caller.key_id if caller.role == KeyRole.SUBMIT else None
