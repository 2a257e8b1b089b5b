"""The entries of an archive, whichever kind it is, one after another and in flat memory; nothing is unpacked to a disk."""

from collections.abc import Iterator
from pathlib import Path

from . import tar
from . import zip as zip_
from .kind import begins_as_zip
from .limits import ArchiveLimits
from .member import Member, RefusedMember


def members(path: Path, limits: ArchiveLimits) -> Iterator[Member | RefusedMember]:
    """Yield each entry of an archive but folders and what operating systems left there.

    Raises a `ReportError` where the archive as a whole is damaged, a bomb or too large, after what came before it.
    The same name may come twice, with other bytes.
    """
    with path.open("rb") as file:
        is_zip = begins_as_zip(file.read(8))
    return zip_.members(path, limits) if is_zip else tar.members(path, limits)
