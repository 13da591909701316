"""The phases of an agreement as a diagram: states, and what enters each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import wrap
from xml.sax.saxutils import escape

import attrs

from .agreement import Phase, Terms
from .clauses import OUTCOMES, Clause, consequences
from .instants import instant_of
from .layout import Box, Picture, lay_out
from .reach import Reach
from .sentences.effects import HAPPENS
from .sentences.words import Words

ANY = ""
"""Stands for any other phase, where what enters a phase may come in every one."""
ANY_TITLE = "any other phase"


@attrs.frozen(kw_only=True)
class Way:
    """A way from one phase (or any other) to another, and what leads along it."""

    source: str
    target: str
    causes: tuple[str, ...]


def ways(terms: Terms) -> tuple[Way, ...]:
    """All ways between the phases, in the order of the document; what leads along the same way stands together."""
    found: dict[tuple[str, str], list[str]] = {}
    for sources, target, cause in _entries(terms):
        for source in _drawn_from(terms, sources, target):
            found.setdefault((source, target), []).append(cause)
    return tuple(Way(source=pair[0], target=pair[1], causes=tuple(causes)) for pair, causes in found.items())


def _entries(terms: Terms) -> Iterator[tuple[set[str], str, str]]:
    words, reach = Words(terms), Reach(terms)
    for place, phase in enumerate(terms.phases):
        allowed = set(phase.from_ or (other.id for other in terms.phases)) - {phase.id}
        if place and phase.at is not None:
            yield allowed & _possible_at(terms, reach, phase), phase.id, words.instant(phase.at)
        for clause, outcome in _causes(terms, phase):
            during = set(clause.during) or allowed
            yield allowed & during, phase.id, f"{clause.id} {HAPPENS[outcome]}: {clause.title}"


def _possible_at(terms: Terms, reach: Reach, phase: Phase) -> set[str]:
    assert phase.at is not None
    at = instant_of(terms, phase.at)
    return {name for name, soonest in reach.phases.items() if soonest is not None and soonest <= at <= reach.ends[name]}


def _causes(terms: Terms, phase: Phase) -> Iterator[tuple[Clause, str]]:
    for clause in terms.clauses:
        for outcome in OUTCOMES:
            if any(consequence.enter == phase.id for consequence in consequences(clause, outcome)):
                yield clause, outcome


def _drawn_from(terms: Terms, sources: set[str], target: str) -> list[str]:
    others = [phase.id for phase in terms.phases if phase.id != target]
    if len(others) > 2 and sources == set(others):
        return [ANY]
    return [name for name in others if name in sources]


def mermaid(terms: Terms) -> str:
    """The diagram as Mermaid's ``stateDiagram-v2``."""
    found = ways(terms)
    names = {phase.id: f"s{number}" for number, phase in enumerate(terms.phases)} | {ANY: "any"}
    lines = ["---", f"title: {json.dumps(' '.join(terms.title.split()), ensure_ascii=False)}", "---", "stateDiagram-v2"]
    lines += [f'    state "{_plain(phase.title)}" as {names[phase.id]}' for phase in terms.phases]
    if any(way.source == ANY for way in found):
        lines.append(f'    state "{ANY_TITLE}" as {names[ANY]}')
    lines.append(f"    [*] --> {names[terms.phases[0].id]}")
    for way in found:
        label = "<br/>or ".join(_plain(cause) for cause in way.causes)
        lines.append(f"    {names[way.source]} --> {names[way.target]} : {label}")
    return "\n".join(lines) + "\n"


_MERMAID = {ord(character): f"#{ord(character)};" for character in '"#;:<>&{}[]|`\\%'}


def _plain(text: str) -> str:
    """Text in which nothing means anything to Mermaid, by the codes that it reads back."""
    return " ".join(_clean(text).split()).translate(_MERMAID)


WIDEST_TITLE, WIDEST_CAUSE = 24, 30
"""Letters in a line."""


def svg(terms: Terms) -> str:
    """The diagram as SVG, for light and dark pages, with a description in words for who cannot see it."""
    found = ways(terms)
    boxes = {phase.id: Box.of(wrap(phase.title, WIDEST_TITLE), "phase") for phase in terms.phases}
    if any(way.source == ANY for way in found):
        boxes[ANY] = Box.of([ANY_TITLE], "any")
    labels = [(way.source, way.target, Box.of(_lines(way.causes), "cause")) for way in found]
    return _document(terms, lay_out(boxes, labels), found)


def _lines(causes: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for cause in causes:
        lines += wrap(f"or {cause}" if lines else cause, WIDEST_CAUSE)
    return lines


_STYLE = """
.ground { fill: #ffffff }
text { font: 14px sans-serif; fill: #1b1f24; text-anchor: middle }
.cause text { font-size: 12px; fill: #444c56 }
.phase rect { fill: #eaf2fb; stroke: #2f5f98; stroke-width: 1.5 }
.any rect { fill: none; stroke: #2f5f98; stroke-dasharray: 5 4 }
.cause rect { fill: none }
.start, marker path { fill: #57606a }
path.way { fill: none; stroke: #57606a; stroke-width: 1.3 }
@media (prefers-color-scheme: dark) {
  .ground { fill: #0d1117 }
  text { fill: #e6edf3 }
  .cause text { fill: #adbac7 }
  .phase rect { fill: #1c2f45; stroke: #7fb2ee }
  .any rect { stroke: #7fb2ee }
  .start, marker path { fill: #9aa7b4 }
  path.way { stroke: #9aa7b4 }
}"""


def _document(terms: Terms, picture: Picture, found: tuple[Way, ...]) -> str:
    width, height = round(picture.width), round(picture.height)
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            'role="img" aria-labelledby="title description">',
            f'<title id="title">{escape(_clean(terms.title))}: phases</title>',
            f'<desc id="description">{escape(_clean(described(terms, found)))}</desc>',
            f"<style>{_STYLE}\n</style>",
            f'<rect class="ground" width="{width}" height="{height}"/>',
            '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>',
            *_drawn_ways(picture),
            *(line for box in picture.boxes for line in _drawn_box(box)),
            _start(picture),
            "</svg>",
            "",
        )
    )


def described(terms: Terms, found: tuple[Way, ...]) -> str:
    """The diagram in words."""
    titles = {phase.id: phase.title for phase in terms.phases} | {ANY: ANY_TITLE}
    start = f"It starts in “{terms.phases[0].title}”."
    said = (f"From “{titles[way.source]}” to “{titles[way.target]}”: {' or '.join(way.causes)}." for way in found)
    return " ".join((start, *said))


def _drawn_ways(picture: Picture) -> Iterator[str]:
    for path in picture.paths:
        points = " ".join(f"{'L' if place else 'M'}{x:.1f} {y:.1f}" for place, (x, y) in enumerate(path.points))
        arrow = ' marker-end="url(#arrow)"' if path.arrow else ""
        yield f'<path class="way" d="{points}"{arrow}/>'


def _drawn_box(box: Box) -> Iterator[str]:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    yield f'<g class="{box.style}">'
    yield f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="8"/>'
    for place, line in enumerate(box.lines):
        yield f'<text x="{box.x:.1f}" y="{top + box.baseline(place):.1f}">{escape(_clean(line))}</text>'
    yield "</g>"


def _start(picture: Picture) -> str:
    first = picture.boxes[0]
    left = first.x - first.width / 2
    dot = f'<circle class="start" cx="{left - 14:.1f}" cy="{first.y:.1f}" r="4"/>'
    return (
        dot
        + f'<path class="way" d="M{left - 10:.1f} {first.y:.1f}L{left:.1f} {first.y:.1f}" marker-end="url(#arrow)"/>'
    )


def _clean(text: str) -> str:
    """Text without the characters that no XML document may hold."""
    return "".join(character if _in_xml(character) else "\N{REPLACEMENT CHARACTER}" for character in text)


def _in_xml(character: str) -> bool:
    return character in "\t\n" or (character >= " " and character not in "\ufffe\uffff")
