"""OpenDocument files that would have the program that opens them fetch something."""

import io
import zipfile

_ROOT = "urn:oasis:names:tc:opendocument:xmlns"
_TYPE = "application/vnd.oasis.opendocument.text"
_NAMESPACES = " ".join(
    [
        *(f'xmlns:{name}="{_ROOT}:{name}:1.0"' for name in ("office", "text", "table")),
        f'xmlns:draw="{_ROOT}:drawing:1.0"',
        f'xmlns:svg="{_ROOT}:svg-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)
_MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_ROOT}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def linked_odt(place: str) -> bytes:
    """A text that says "kept", with a picture, a section and an object that are links to `place`."""
    link = f'xlink:href="{place}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    frame = '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    body = (
        f"<text:p>kept {frame}<draw:image {link}/></draw:frame>{frame}<draw:object {link}/></draw:frame></text:p>"
        f'<text:section text:name="s"><text:section-source {link}/><text:p>section</text:p></text:section>'
    )
    content = (
        f'<office:document-content {_NAMESPACES} office:version="1.2"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", _TYPE)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return file.getvalue()
