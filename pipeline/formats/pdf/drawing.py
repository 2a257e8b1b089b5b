"""What is drawn on a page besides text: ruling lines, filled panels, pictures, outlines; and how each text is drawn."""

import ctypes
import itertools
from collections.abc import Iterator

import msgspec
import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

from pipeline.errors import FormatTooComplex

from .geometry import Box, around
from .library import Handle, address, too_complex
from .view import View

MOST_OBJECTS = 50_000  # on one page; a table has some 1,500, with dotted lines some 10,000
_MOST_SEGMENTS = 2_000  # of one path; a longer one is a picture
_DEEPEST = 8
_THIN = 3.0  # what is at most so thick is a line
_LEAST_RULE = 3.0
_SEEN = 13  # of 255: what is more transparent cannot be seen
_WHITE = 250
_UNDRAWN_TEXT = frozenset([pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP])
_STROKED_TEXT = frozenset([pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP])

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(msgspec.Struct, frozen=True):
    """A straight line: at `at` across, from `start` to `end` along; y and x's if it lies, x and y's if it stands."""

    lies: bool
    at: float
    start: float
    end: float


class Panel(msgspec.Struct, frozen=True):
    """A filled rectangle or a picture; `order` is its place in the order of drawing."""

    box: Box
    order: int
    white: bool = False
    opaque: bool = True


class TextStyle(msgspec.Struct, frozen=True):
    """How one piece of text is drawn."""

    order: int
    drawn: bool
    white: bool


class Drawing(msgspec.Struct, frozen=True):
    """All that is drawn on a page; `texts` by the address of the piece of text."""

    rules: list[Rule]
    panels: list[Panel]
    pictures: list[Panel]
    outlines: list[Box]
    dots: list[Box]
    texts: dict[int, TextStyle]


def drawing_of(page: Handle, view: View) -> Drawing:
    """Walk over everything on the page; raises `FormatTooComplex` for more than `MOST_OBJECTS`."""
    drawing = Drawing([], [], [], [], [], {})
    if pdfium.FPDFPage_CountObjects(page) > MOST_OBJECTS:
        raise _too_many()
    for order, (thing, matrix) in enumerate(_things(page)):
        if order >= MOST_OBJECTS:
            raise _too_many()
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawing.texts[address(thing)] = _style(thing, order)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(drawing, thing, matrix, view, order)
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING}:
            box = _bounds(thing, matrix, view)
            drawing.pictures.append(Panel(box, order, opaque=not pdfium.FPDFPageObj_HasTransparency(thing)))
    return drawing


def _too_many() -> FormatTooComplex:
    return too_complex("一页上的图形过多", "too many things are drawn on one page")


def _things(page: Handle) -> Iterator[tuple[Handle, Matrix]]:
    """Everything in the order of drawing, groups opened, each with the matrix that leads to the page."""
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _opened(pdfium.FPDFPage_GetObject(page, index), _SAME, _DEEPEST)


def _opened(thing: Handle, matrix: Matrix, depth: int) -> Iterator[tuple[Handle, Matrix]]:
    if not thing:
        return
    if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM:
        yield thing, matrix
    elif depth:
        inner = _product(_matrix(thing), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
            yield from _opened(pdfium.FPDFFormObj_GetObject(thing, index), inner, depth - 1)


def _matrix(thing: Handle) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(thing: Handle, matrix: Matrix, view: View) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    corners = [view.point(*_moved(x.value, y.value, matrix)) for x in (left, right) for y in (bottom, top)]
    return around(Box(x, y, x, y) for x, y in corners)


def _colour(thing: Handle, *, stroked: bool) -> tuple[int, int, int, int]:
    parts = [ctypes.c_uint() for _ in range(4)]
    get = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    if not get(thing, *parts):
        return 0, 0, 0, 255  # a pattern, or none given: black is what PDF begins with
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _style(thing: Handle, order: int) -> TextStyle:
    mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
    *colours, alpha = _colour(thing, stroked=mode in _STROKED_TEXT)
    return TextStyle(order, mode not in _UNDRAWN_TEXT and alpha >= _SEEN, min(colours) >= _WHITE)


def _add_path(drawing: Drawing, thing: Handle, matrix: Matrix, view: View, order: int) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if not fill.value and not stroke.value:
        return
    whole = _bounds(thing, matrix, view)
    *colours, alpha = _colour(thing, stroked=not fill.value)
    if alpha < _SEEN:
        return
    if min(whole.width, whole.height) <= _THIN:
        if max(whole.width, whole.height) <= _THIN:
            drawing.dots.append(whole)
        drawing.rules.extend(_line(whole))
        return
    count = pdfium.FPDFPath_CountSegments(thing)
    if count > _MOST_SEGMENTS:
        drawing.pictures.append(Panel(whole, order, opaque=False))
        return
    shapes, curved = _shapes(thing, count, _product(_matrix(thing), matrix), view)
    if stroke.value:
        drawing.rules.extend(rule for shape in shapes for rule in _sides(shape))
    boxes = [around(Box(x, y, x, y) for x, y in shape) for shape in shapes]
    if curved or not all(map(_is_rectangle, shapes)):
        drawing.outlines.append(whole)
    elif fill.value:
        opaque = alpha == 255 and not pdfium.FPDFPageObj_HasTransparency(thing)
        _add_boxes(drawing, boxes, order, white=min(colours) >= _WHITE, opaque=opaque)


def _add_boxes(drawing: Drawing, boxes: list[Box], order: int, *, white: bool, opaque: bool) -> None:
    """Filled rectangles: a frame, thin ones that are lines, and panels."""
    frame = list(_frame(boxes))
    drawing.rules.extend(frame)
    for box in () if frame else boxes:
        if min(box.width, box.height) <= _THIN:
            drawing.rules.extend(_line(box))
        else:
            drawing.panels.append(Panel(box, order, white, opaque))


def _shapes(thing: Handle, count: int, matrix: Matrix, view: View) -> tuple[list[list[tuple[float, float]]], bool]:
    """The corners of each closed or open line of a path, as seen, and whether any part is curved."""
    shapes: list[list[tuple[float, float]]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([])
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        shapes[-1].append(view.point(*_moved(x.value, y.value, matrix)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            shapes[-1].append(shapes[-1][0])
    return shapes, curved


def _is_rectangle(shape: list[tuple[float, float]]) -> bool:
    """Whether all sides lie or stand."""
    return all(
        abs(x1 - x0) <= 0.5 or abs(y1 - y0) <= 0.5  # rounding of the program that drew it
        for (x0, y0), (x1, y1) in itertools.pairwise(shape)
    )


def _sides(shape: list[tuple[float, float]]) -> Iterator[Rule]:
    for (x0, y0), (x1, y1) in itertools.pairwise(shape):
        side = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        if min(side.width, side.height) <= 0.5:
            yield from _line(side)


def _line(box: Box) -> Iterator[Rule]:
    if box.width >= box.height and box.width >= _LEAST_RULE:
        yield Rule(lies=True, at=box.y, start=box.left, end=box.right)
    elif box.height >= _LEAST_RULE:
        yield Rule(lies=False, at=box.x, start=box.top, end=box.bottom)


def _frame(boxes: list[Box]) -> Iterator[Rule]:
    """The sides of a frame that is filled between an outer and an inner rectangle."""
    if len(boxes) != 2:
        return
    outer, inner = sorted(boxes, key=lambda box: -box.width * box.height)
    gaps = (inner.left - outer.left, outer.right - inner.right, inner.top - outer.top, outer.bottom - inner.bottom)
    if all(-0.5 <= gap <= 2 * _THIN for gap in gaps):
        yield from edges(outer)


def edges(box: Box) -> Iterator[Rule]:
    """The four sides of a box as lines."""
    for at in (box.top, box.bottom):
        yield Rule(lies=True, at=at, start=box.left, end=box.right)
    for at in (box.left, box.right):
        yield Rule(lies=False, at=at, start=box.top, end=box.bottom)
