"""Keys of the API: made, found, revoked; the secret itself is never kept, and never compared byte by byte."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.database import read, write
from models.tables import ApiKey, KeyRole, utc_now

_FORM = re.compile(r"nb_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")
_NAME = re.compile(r"[\w.@-][\w .@-]{0,63}")
_USED_AFTER = timedelta(minutes=1)  # how exactly the last use is noted, so that not every call writes


class KeyNameError(ValueError):
    """The name is taken, or is none."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a key that was found valid."""

    key_id: int
    name: str
    role: KeyRole

    @property
    def actor(self) -> str:
        """How the audit log names the caller."""
        return f"key:{self.name}"


def create_key(engine: Engine, name: str, role: KeyRole, *, created_by: str) -> str:
    """Make a key and return it, `nb_<prefix>_<secret>`: the only time that it can be seen.

    Raises `KeyNameError` if the name is taken (by a revoked key too: the audit log names it) or cannot be one.
    """
    if not _NAME.fullmatch(name):
        raise KeyNameError(f"{name!r} cannot be a key's name; take 1 to 64 letters, digits, spaces or . _ @ -")
    prefix, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    new = insert(ApiKey).values(
        name=name, role=role, prefix=prefix, secret_hash=_hash(secret), created_at=utc_now(), created_by=created_by
    )
    try:
        with write(engine) as session:
            session.execute(new)
    except IntegrityError as error:
        raise KeyNameError(f"a key named {name!r} exists; choose another name") from error
    return f"nb_{prefix}_{secret}"


def find_caller(engine: Engine, key: str) -> Caller | None:
    """Return whose key it is, or None if it is nobody's or was revoked; notes the use, to the minute."""
    form = _FORM.fullmatch(key)
    prefix, secret = form.groups() if form else ("", "")
    with read(engine) as session:
        row = session.execute(select(ApiKey).where(col(ApiKey.prefix) == prefix)).scalar_one_or_none()
    # Compared also where there is nothing to compare with, so that the time tells nothing.
    same = hmac.compare_digest(_hash(secret), row.secret_hash if row else _hash("nobody's"))
    if row is None or not same or row.revoked_at is not None:
        return None
    _note_use(engine, row)
    return Caller(row.id, row.name, row.role)


def list_keys(engine: Engine) -> list[ApiKey]:
    """Return all keys, revoked ones too, in the order in which they were made."""
    with read(engine) as session:
        return list(session.execute(select(ApiKey).order_by(col(ApiKey.id))).scalars())


def revoke_key(engine: Engine, name: str) -> bool:
    """Make a key worthless from now on; False if there is no such key. Safe to repeat."""
    with write(engine) as session:
        found = session.execute(select(ApiKey).where(col(ApiKey.name) == name)).scalar_one_or_none()
        if found is None:
            return False
        found.revoked_at = found.revoked_at or utc_now()
        return True


def is_still_valid(engine: Engine, caller: Caller) -> bool:
    """Whether a key that was found valid was not revoked since; for answers that go on for long."""
    with read(engine) as session:
        revoked = session.execute(select(col(ApiKey.revoked_at)).where(col(ApiKey.id) == caller.key_id)).one_or_none()
    return revoked is not None and revoked[0] is None


def _note_use(engine: Engine, key: ApiKey) -> None:
    now = utc_now()
    if key.last_used_at is not None and key.last_used_at >= now - _USED_AFTER:
        return
    old = or_(col(ApiKey.last_used_at).is_(None), col(ApiKey.last_used_at) < now - _USED_AFTER)
    with write(engine) as session:
        session.execute(update(ApiKey).where(col(ApiKey.id) == key.id, old).values(last_used_at=now))


def _hash(secret: str) -> str:
    """SHA-256, since the secret is 32 random bytes: there is nothing to guess that a slow hash would protect."""
    return hashlib.sha256(secret.encode()).hexdigest()
