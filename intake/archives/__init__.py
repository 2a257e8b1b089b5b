"""Submitted archives, entry by entry: bounded by what is really read, never by what an archive declares of itself."""

from .kind import HEAD_BYTES, kind_of, may_be_archive
from .members import ArchiveLimits, Member, RefusedMember, members

__all__ = ["HEAD_BYTES", "ArchiveLimits", "Member", "RefusedMember", "kind_of", "may_be_archive", "members"]
