"""Where WeasyPrint put every line of the certificate.

Reads private attributes of WeasyPrint's boxes: the version is pinned, and a test compares the pressed page
with WeasyPrint's own. Understood are absolute blocks, centred or left-aligned lines, faces, sizes, colours,
letter spacing, top and bottom borders, and one empty block of class "qr".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.rendering.faces import Style
from core.rendering.weasy import PX

_STYLES: dict[tuple[bool, bool], Style] = {
    (False, False): "Regular",
    (True, False): "Bold",
    (False, True): "Italic",
    (True, True): "BoldItalic",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. Sizes in points; `colour` as PDF operands; `width` as WeasyPrint measured it."""

    text: str
    style: Style
    size: float
    spacing: float
    colour: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: baseline `y` from the bottom, `x` and `room` of its block, `step` to the next line of the block."""

    runs: tuple[Run, ...]
    x: float
    y: float
    room: float
    step: float
    centred: bool
    role: str
    block: int
    element: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    width: float
    thickness: float


@dataclass(slots=True)
class Places:
    """What stands on a laid-out page, in points from the bottom left. `qr` is x, top and side of the code."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    qr: tuple[float, float, float] | None = None


def places(document: Any) -> Places:
    """Read the only page of a laid-out certificate."""
    (page,) = document.pages
    found = Places(page.width * PX, page.height * PX)
    _walk(found, page._page_box, None, None)
    return found


def _walk(found: Places, box: Any, container: Any, block: Any) -> None:
    if type(box).__name__ == "LineBox":
        _read_line(found, box, container, block)
        return
    if _is_qr(box) and found.qr is None:
        found.qr = (box.content_box_x() * PX, found.height - box.content_box_y() * PX, box.width * PX)
    _read_rules(found, box)
    for child in _children(box):
        is_absolute = hasattr(child, "style") and child.style["position"] == "absolute"
        holds_lines = is_absolute or "Block" in type(child).__name__
        _walk(found, child, child if holds_lines else container, child if is_absolute else block)


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child[0] if isinstance(child, tuple) else child


def _is_qr(box: Any) -> bool:
    element = box.element
    return element is not None and not isinstance(element, str) and element.get("class") == "qr"


def _read_line(found: Places, box: Any, container: Any, block: Any) -> None:
    texts = list(_texts(found, box))
    if not texts:
        return
    first = texts[0]
    found.lines.append(
        Line(
            runs=tuple(_run(text) for text in texts),
            x=container.content_box_x() * PX,
            y=found.height - (first.position_y + first.baseline) * PX,
            room=container.width * PX,
            step=box.height * PX,
            centred=container.style["text_align_all"] == "center",
            role="H1" if container.element_tag == "h1" else "P",
            block=id(block),
            element=container.element,
        )
    )


def _texts(found: Places, box: Any) -> Iterator[Any]:
    """Text boxes in order; a ruled inline block carries line boxes of its own."""
    for child in _children(box):
        if type(child).__name__ == "TextBox":
            yield child
        else:
            _read_rules(found, child)
            yield from _texts(found, child)


def _run(text: Any) -> Run:
    style, spacing = text.style, text.style["letter_spacing"]
    colour = style["color"].to("srgb").coordinates
    return Run(
        text=text.text,
        style=_STYLES[style["font_weight"] >= 600, style["font_style"] != "normal"],
        size=style["font_size"] * PX,
        spacing=0.0 if spacing == "normal" else float(spacing) * PX,
        colour=" ".join(f"{value:.3g}" for value in colour),
        width=text.width * PX,
    )


def _read_rules(found: Places, box: Any) -> None:
    if not hasattr(box, "border_bottom_width"):
        return
    for side in ("top", "bottom"):
        thickness = getattr(box, f"border_{side}_width")
        if thickness and box.style[f"border_{side}_style"] != "none":
            edge = thickness / 2 if side == "top" else box.border_height() - thickness / 2
            y = found.height - (box.border_box_y() + edge) * PX
            found.rules.append(Rule(box.border_box_x() * PX, y, box.border_width() * PX, thickness * PX))
