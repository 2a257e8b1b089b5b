"""Submitted archives, entry by entry: bounded by what is really read, never by what an archive declares of itself."""

from .kind import HEAD_BYTES, kind_of, may_be_archive
from .limits import ArchiveLimits
from .member import Member, RefusedMember
from .members import members

__all__ = ["HEAD_BYTES", "ArchiveLimits", "Member", "RefusedMember", "kind_of", "may_be_archive", "members"]
