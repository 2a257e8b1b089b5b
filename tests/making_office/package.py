"""Puts the parts of an office file together."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

OFFICE = "http://schemas.openxmlformats.org"
TYPES = f"{OFFICE}/package/2006/content-types"
RELATIONSHIPS = f"{OFFICE}/package/2006/relationships"
REFERENCES = f"{OFFICE}/officeDocument/2006/relationships"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a ZIP file, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def content_types(overrides: Mapping[str, str]) -> str:
    """`[Content_Types].xml` with the types of single parts."""
    lines = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{TYPES}"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def relationships(targets: Mapping[str, tuple[str, str]], kinds: str = REFERENCES) -> str:
    """A `.rels` part: id → (last word of the type, target)."""
    lines = "".join(
        f'<Relationship Id="{key}" Type="{kinds}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'
