"""Format an agreement document: keys in their order, white space tidied, every comment and every word kept.

The text is moved about in whole lines and never written anew, so that what the author laid out stays as it was: line
breaks inside values, quotes, indentation and flow style. What comes out loads to the same terms, or nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import attrs
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.tokens import AliasToken, AnchorToken

from ..events.errors import AgreementError, Location, Problem
from .agreement import Terms
from .clauses import CLAUSE_KINDS, Clause, Unevaluated
from .fields import fields_of, optional
from .files import Folder, no_folder
from .lint.ignores import ignores
from .load import loads
from .yaml12 import compose, reader

FIRST = ("id", "kind", "title")
"""The keys of a clause that come first."""
LAST = ("not_evaluated", "citation", "article", "published", "remark")
"""The keys of a clause that come last: where it stands, and what its reader must know."""
_ALTERNATIVES = ("because", "readings")
_COMMENT = re.compile(r"[ \t]*#")
_WHITE = " \t"
"""White space of YAML; any other, such as a no-break space, is a letter."""


def format_document(data: bytes, *, file: str = "<text>", folder: Folder = no_folder) -> bytes:
    """The document formatted.

    Raises:
        AgreementError: it does not load, or cannot be formatted without a change of what it says.
    """
    before = loads(data, file=file, folder=folder)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    formatted = _formatted(text)
    if formatted is None or _comments(formatted) != _comments(text) or _terms(formatted, file, folder) != before.terms:
        ends = text.endswith("\n")
        problem = Problem(
            location=Location(file=file),
            message="it cannot be formatted without a change of what it says, and is left as it is",
            remedy="put the keys in their order by hand" if ends else "end its last line with a line break",
        )
        raise AgreementError(problem)
    return formatted.encode()


def _formatted(text: str) -> str | None:
    """None where what would be written is no YAML."""
    try:
        return _tidy(_ordered(text))
    except YAMLError:
        return None


def _terms(text: str, file: str, folder: Folder) -> Mapping[str, Terms] | None:
    """What the formatted document says; None where it does not load: that is no mistake of the author's."""
    try:
        return loads(text.encode(), file=file, folder=folder).terms
    except AgreementError:
        return None


def _comments(text: str) -> list[str]:
    """The words of all comment lines, wherever they stand."""
    return sorted(line.strip() for line in text.split("\n") if _COMMENT.match(line))


def _ordered(text: str) -> str:
    """The keys of every record in their order.

    What begins later lies deeper, or apart, and moves first: a move keeps the number of lines, so that the marks of
    all that is still to be moved stay true.
    """
    found: dict[int, _Found] = {}
    for one in _records(Terms, compose(text)):
        found.setdefault(id(one.node), one)  # what an alias names stands in the text once
    lines = _Lines(text.split("\n"), frozenset(one.line - 1 for one in ignores(text)), _anchors(text))
    for one in sorted(found.values(), key=lambda one: one.node.start_mark.index, reverse=True):
        lines.move(one)
    return "\n".join(lines.lines)


def _anchors(text: str) -> dict[str, list[tuple[int, bool]]]:
    """The lines on which each anchor is set (True) or used."""
    places: dict[str, list[tuple[int, bool]]] = {}
    for token in reader().scan(text) if "&" in text else ():
        if isinstance(token, AnchorToken | AliasToken):
            places.setdefault(token.value, []).append((token.start_mark.line, isinstance(token, AnchorToken)))
    return places


@attrs.frozen
class _Found:
    """A mapping that is a record, and the order of its keys."""

    node: MappingNode
    order: tuple[str, ...]


def _records(wanted: Any, node: Node) -> Iterator[_Found]:
    """Every mapping that is a record."""
    wanted = optional(wanted)
    if isinstance(node, MappingNode):
        yield from _of_mapping(wanted, node)
    elif isinstance(node, SequenceNode):
        item = get_args(wanted)[0] if get_origin(wanted) is tuple else wanted
        for child in node.value:
            yield from _records(item, child)


def _of_mapping(wanted: Any, node: MappingNode) -> Iterator[_Found]:
    keys = [key.value for key, _ in node.value]
    if "readings" in keys and set(keys) <= set(_ALTERNATIVES):
        yield from _of_alternatives(wanted, node)
        return
    if get_origin(wanted) is tuple:  # one value alone counts as a list of one
        yield from _records(get_args(wanted)[0], node)
        return
    origin = get_origin(wanted)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        for _, value in node.value:
            yield from _records(get_args(wanted)[1], value)
        return
    record = _clause(node) if wanted is Clause else wanted
    if isinstance(record, type) and attrs.has(record):
        fields = fields_of(record)
        yield _Found(node, _order(record))
        for key, value in node.value:
            if key.value in fields:
                yield from _records(fields[key.value].type, value)


def _of_alternatives(wanted: Any, node: MappingNode) -> Iterator[_Found]:
    for key, value in node.value:
        if key.value == "readings" and isinstance(value, MappingNode):
            for _, choice in value.value:
                yield from _records(wanted, choice)


def _clause(node: MappingNode) -> type:
    said = {key.value: value.value for key, value in node.value if isinstance(value, ScalarNode)}
    return Unevaluated if "not_evaluated" in said else CLAUSE_KINDS.get(str(said.get("kind")), Clause)


def _order(record: type) -> tuple[str, ...]:
    fields = tuple(fields_of(record))
    if not issubclass(record, Clause):
        return fields
    middle = [key for key in fields if key not in (*FIRST, *LAST)]
    return (*FIRST, *middle, *LAST)


@attrs.frozen
class _Lines:
    """The lines of a document, those on which it answers findings, and those of its anchors."""

    lines: list[str]
    ignoring: frozenset[int]
    anchors: Mapping[str, list[tuple[int, bool]]]

    def move(self, found: _Found) -> None:
        """Put a mapping's keys in their order, where each of them stands on lines of its own."""
        node, lines = found.node, self.lines
        starts = [key.start_mark.line for key, _ in node.value]
        columns = {key.start_mark.column for key, _ in node.value}
        if node.flow_style or starts != sorted(set(starts)) or len(columns) != 1:
            return
        (column,) = columns
        if any(lines[start][:column].strip() for start in starts[1:]):
            return  # what stands before a key, such as the mark of an explicit one, would stay where it is
        heads = [starts[0], *(_with_comments(lines, start, column) for start in starts[1:])]
        ends = [*heads[1:], _end(lines, node, starts[-1], column)]
        wanted = self._wanted(found, starts, list(zip(heads, ends, strict=True)))
        # A comment above what would come first would have to stand before the mapping: then nothing is moved.
        if wanted != sorted(wanted) and heads[wanted[0]] == starts[wanted[0]]:
            lines[heads[0] : ends[-1]] = _rearranged(lines, heads, ends, wanted, column)

    def _wanted(self, found: _Found, starts: list[int], chunks: list[tuple[int, int]]) -> list[int]:
        """The numbers of a mapping's keys in their order, as far as what must come before what lets them be so."""
        after = self._bound(chunks)
        free = self._next(found, after, [])
        if free != 0 and not self.ignoring.isdisjoint((starts[0], starts[free])):
            # what is ignored on the line on which a record begins is ignored for all of it, and nothing else is
            after |= {number: {*after.get(number, ()), 0} for number in range(1, len(starts))}
        wanted: list[int] = []
        while len(wanted) < len(starts):
            wanted.append(self._next(found, after, wanted))
        return wanted

    def _next(self, found: _Found, after: Mapping[int, set[int]], placed: list[int]) -> int:
        rank = {name: index for index, name in enumerate(found.order)}
        names = [key.value for key, _ in found.node.value]
        left = set(range(len(names))).difference(placed)
        able = [number for number in left if not after.get(number, set()) & left]
        return min(able, key=lambda number: (rank.get(names[number], len(rank)), number))

    def _bound(self, chunks: list[tuple[int, int]]) -> dict[int, set[int]]:
        """For each key the ones before it that must stay so: what an alias names is what was named before it."""
        after: dict[int, set[int]] = {}
        for places in self.anchors.values():
            held = [(number, sets) for line, sets in places for number in _holding(chunks, line)]
            for number, sets in held:
                earlier = {one for one, also_sets in held if one < number and (sets or also_sets)}
                after.setdefault(number, set()).update(earlier)
        return after


def _holding(chunks: list[tuple[int, int]], line: int) -> list[int]:
    return [number for number, (start, end) in enumerate(chunks) if start <= line < end]


def _with_comments(lines: list[str], start: int, column: int) -> int:
    """The first of the comment lines right above a key, in its own column, else the key's own line."""
    while start > 0 and lines[start - 1][column : column + 1] == "#" and not lines[start - 1][:column].strip():
        start -= 1
    return start


def _end(lines: list[str], node: MappingNode, last: int, column: int) -> int:
    """The line after a mapping's last one; blank lines and comments that follow it stay where they are."""
    end: int = min(node.end_mark.line + (1 if node.end_mark.column > column else 0), len(lines))
    said = _kept_to(node)
    while end > max(last + 1, said) and (not lines[end - 1].strip(_WHITE) or _COMMENT.match(lines[end - 1])):
        end -= 1
    return end


def _kept_to(node: Node) -> int:
    """The line up to which the blank lines at the end are a part of the text: where a block keeps them (``|+``)."""
    while isinstance(node, MappingNode | SequenceNode):
        if node.flow_style or not node.value:
            return 0
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    keeps = (
        isinstance(node, ScalarNode)
        and node.style in ("|", ">")
        and (node.value.endswith("\n\n") or not node.value.strip("\n"))
    )
    return int(node.end_mark.line) if keeps else 0


def _rearranged(lines: list[str], heads: list[int], ends: list[int], wanted: list[int], column: int) -> list[str]:
    first = lines[heads[0]]
    chunks = [lines[head:end] for head, end in zip(heads, ends, strict=True)]
    chunks[0] = [" " * column + first[column:], *chunks[0][1:]]  # what stands before it, such as a dash, stays in front
    moved = [line for index in wanted for line in chunks[index]]
    moved[0] = first[:column] + moved[0][column:]
    return moved


def _tidy(text: str) -> str:
    """No white space at the ends of lines, no more than one blank line together, one line end at the end."""
    root = compose(text)
    kept = _verbatim(root)
    out: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number in kept:
            out.append(line)
        elif line.strip(_WHITE) or (out and out[-1].strip(_WHITE)):
            out.append(line.rstrip(_WHITE))
    body = "\n".join(out).lstrip("\n")
    return (body if _kept_to(root) else body.rstrip("\n")) + "\n"


def _verbatim(node: Node) -> set[int]:
    """The lines of values that run over several lines, in which every space counts."""
    if isinstance(node, ScalarNode):
        several = node.end_mark.line > node.start_mark.line
        end = node.end_mark.line + (node.end_mark.column > 0)
        return set(range(node.start_mark.line, end)) if several else set()
    children = node.value if isinstance(node, SequenceNode) else [part for pair in node.value for part in pair]
    return {line for child in children for line in _verbatim(child)}
