"""Whatever files are packed, by whatever writer, come back exactly: same names, same bytes, same order."""

import io
import tarfile
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.archives import kind_of
from intake.names import clean_name
from pipeline.errors import FileNameRefused

from .reading import outcome
from .tars import tarred

Files = list[tuple[str, bytes]]
WRITERS = ["zip", "zip, stored", "tar", "tar of GNU", "tar.gz", "tar.bz2", "tar.xz"]
_LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}
_OFFICE = {"[content_types].xml", "mimetype", "meta-inf/manifest.xml", "ofd.xml", "uof.xml", "index/document.iwa"}


def _is_plain(name: str) -> bool:
    """Whether a name is already as it will be given."""
    try:
        own = clean_name(name) == name and name.lower() not in _OFFICE
        return own and not _LITTER & set(name.lower().split("/"))
    except (FileNameRefused, UnicodeEncodeError):
        return False


_letters = st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("年报表告/._-a")
_names = st.text(_letters, min_size=1, max_size=120).filter(_is_plain)
_contents = st.binary(max_size=2000) | st.builds(
    lambda piece, times: piece * times, st.binary(min_size=1, max_size=50), st.integers(1, 5000)
)
_files = st.lists(st.tuples(_names, _contents), min_size=1, max_size=8)


def packed(files: Files, writer: str) -> bytes:
    if not writer.startswith("zip"):
        kind = tarfile.GNU_FORMAT if "GNU" in writer else tarfile.PAX_FORMAT
        return tarred(files, kind, packing=writer.partition(".")[2])
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED if "stored" in writer else zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data, archive.compression)
    return target.getvalue()


@settings(max_examples=150, deadline=None)
@given(
    files=_files.filter(lambda files: len({name for name, _ in files}) == len(files)), writer=st.sampled_from(WRITERS)
)
def test_what_was_packed_comes_back_exactly(files: Files, writer: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "archive")
        path.write_bytes(packed(files, writer))
        assert kind_of(path) == writer[:3]
        found = outcome(path)
    assert found.files == files
    assert (found.refused, found.error) == ([], None)
