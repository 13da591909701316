"""Where the boxes of a diagram stand: layers from the top down, by the Sugiyama method of grandalf.

What stands beside a way is a box of the layout itself, so that nothing is drawn over anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout

Point: TypeAlias = tuple[float, float]

MARGIN = 28.0
BETWEEN_LAYERS, BETWEEN_BOXES = 30.0, 34.0
_LETTER = {"cause": 6.6, "phase": 8.2, "any": 8.2}
"""How wide a letter is at the most on average, in pixels."""
_LINE = {"cause": 15.0, "phase": 18.0, "any": 18.0}
_PAD = {"cause": 3.0, "phase": 12.0, "any": 12.0}


@attrs.frozen(kw_only=True)
class Box:
    """Lines of text around a centre, in pixels."""

    lines: tuple[str, ...]
    style: str
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    @classmethod
    def of(cls, lines: Sequence[str], style: str) -> Box:
        """A box as large as its text."""
        widest = max(map(len, lines), default=1)
        width = widest * _LETTER[style] + 2 * _PAD[style]
        return cls(lines=tuple(lines), style=style, width=width, height=len(lines) * _LINE[style] + 2 * _PAD[style])

    def baseline(self, line: int) -> float:
        """How far below its top a line of text stands."""
        return _PAD[self.style] + (line + 0.74) * _LINE[self.style]


@attrs.frozen(kw_only=True)
class Path:
    """A line through points, with an arrow where it ends in a phase."""

    points: tuple[Point, ...]
    arrow: bool


@attrs.frozen(kw_only=True)
class Picture:
    """Boxes and paths; the boxes of the phases come first, in their order."""

    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]
    width: float
    height: float


class _View:
    """What grandalf asks a vertex for, and where it puts the vertex."""

    def __init__(self, box: Box) -> None:
        self.w, self.h = box.width, box.height
        self.xy: Point = (0.0, 0.0)


class _Route:
    """What grandalf tells of an edge: the points that it passes through."""

    def __init__(self) -> None:
        self.points: list[Point] = []

    def setpath(self, points: list[Point]) -> None:
        """Called by grandalf."""
        self.points = list(points)


def lay_out(boxes: Mapping[str, Box], labels: Iterable[tuple[str, str, Box]]) -> Picture:
    """Place boxes by name, and between each two that a label joins the label's box."""
    vertices = {name: _vertex(box) for name, box in boxes.items()}
    placed = list(zip(vertices.values(), boxes.values(), strict=True))
    edges = []
    for source, target, box in labels:
        middle = _vertex(box)
        placed.append((middle, box))
        edges += [_edge(vertices[source], middle), _edge(middle, vertices[target])]
    graph = Graph([vertex for vertex, _ in placed], edges)
    _lay_out_components(graph, next(iter(vertices.values())))
    drawn = [attrs.evolve(box, x=vertex.view.xy[0], y=vertex.view.xy[1]) for vertex, box in placed]
    at = {id(vertex): box for (vertex, _), box in zip(placed, drawn, strict=True)}
    paths = [
        Path(points=_ends_at_boxes(edge.view.points, at[id(edge.v[0])], at[id(edge.v[1])]), arrow=bool(place % 2))
        for place, edge in enumerate(edges)
    ]
    return _moved_to_corner(drawn, paths)


def _vertex(box: Box) -> Any:
    vertex = Vertex()
    vertex.view = _View(box)
    return vertex


def _edge(source: Any, target: Any) -> Any:
    edge = Edge(source, target)
    edge.view = _Route()
    return edge


def _lay_out_components(graph: Any, first: Any) -> None:
    right = 0.0
    for component in graph.C:
        layout = SugiyamaLayout(component)
        layout.xspace, layout.yspace = BETWEEN_BOXES, BETWEEN_LAYERS
        layout.route_edge = lambda edge, points: edge.view.setpath(points)
        roots = [first] if first in component.sV else [next(iter(component.sV))]
        layout.init_all(roots=roots + [v for v in component.sV if not v.e_in() and v is not roots[0]], optimize=True)
        layout.draw(24)
        right = _beside(component, right)


def _beside(component: Any, right: float) -> float:
    """Move a component to the right of what is placed already; returns its own right edge."""
    vertices = list(component.sV)
    left = min(vertex.view.xy[0] - vertex.view.w / 2 for vertex in vertices)
    top = min(vertex.view.xy[1] - vertex.view.h / 2 for vertex in vertices)
    by = (right - left, -top)
    for item in (*vertices, *component.sE):
        if isinstance(item.view, _View):
            item.view.xy = _plus(item.view.xy, by)
        else:
            item.view.points = [_plus(point, by) for point in item.view.points]
    return float(max(vertex.view.xy[0] + vertex.view.w / 2 for vertex in vertices)) + BETWEEN_BOXES


def _plus(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]


def _ends_at_boxes(points: Sequence[Point], source: Box, target: Box) -> tuple[Point, ...]:
    """The points between two boxes, with the ends on the edges of the boxes that face each other."""
    inner = list(points[1:-1])
    ends = [(source.x, source.y), *inner, (target.x, target.y)]
    return (_on_edge(source, ends[1]), *inner, _on_edge(target, ends[-2]))


def _on_edge(box: Box, towards: Point) -> Point:
    below = towards[1] > box.y
    return box.x, box.y + (box.height / 2 if below else -box.height / 2)


def _moved_to_corner(boxes: Sequence[Box], paths: Sequence[Path]) -> Picture:
    xs = [x for box in boxes for x in (box.x - box.width / 2, box.x + box.width / 2)]
    ys = [y for box in boxes for y in (box.y - box.height / 2, box.y + box.height / 2)]
    points = [point for path in paths for point in path.points]
    left, top = min([*xs, *(x for x, _ in points)]), min([*ys, *(y for _, y in points)])
    right, bottom = max([*xs, *(x for x, _ in points)]), max([*ys, *(y for _, y in points)])
    by = (MARGIN - left, MARGIN - top)
    return Picture(
        boxes=tuple(attrs.evolve(box, x=box.x + by[0], y=box.y + by[1]) for box in boxes),
        paths=tuple(attrs.evolve(path, points=tuple(_plus(point, by) for point in path.points)) for path in paths),
        width=right - left + 2 * MARGIN,
        height=bottom - top + 2 * MARGIN,
    )
