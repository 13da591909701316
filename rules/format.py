"""Format an agreement document: keys in their order, white space tidied, every comment and every word kept.

The text is moved about in whole lines and never written anew, so that what the author laid out stays as it was: line
breaks inside values, quotes, indentation and flow style. What comes out loads to the same terms, or nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..events.errors import AgreementError, Location, Problem
from .agreement import Terms
from .clauses import CLAUSE_KINDS, Clause, Unevaluated
from .fields import fields_of, optional
from .files import Folder, no_folder
from .load import loads

FIRST = ("id", "kind", "title")
"""The keys of a clause that come first."""
LAST = ("not_evaluated", "citation", "article", "published", "remark")
"""The keys of a clause that come last: where it stands, and what its reader must know."""
_ALTERNATIVES = ("because", "readings")
_COMMENT = re.compile(r"\s*#")


def format_document(data: bytes, *, file: str = "<text>", folder: Folder = no_folder) -> bytes:
    """The document formatted.

    Raises:
        AgreementError: it does not load, or cannot be formatted without a change of what it says.
    """
    before = loads(data, file=file, folder=folder)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    formatted = _tidy(_ordered(text)).encode()
    kept = _comments(formatted.decode()) == _comments(text)
    if not kept or loads(formatted, file=file, folder=folder).terms != before.terms:
        problem = Problem(
            location=Location(file=file),
            message="it cannot be formatted without a change of what it says",
            remedy="write its mappings one key a line",
        )
        raise AgreementError(problem)
    return formatted


def _comments(text: str) -> list[str]:
    """The words of all comment lines, wherever they stand."""
    return sorted(line.strip() for line in text.split("\n") if _COMMENT.match(line))


def _compose(text: str) -> Node:
    root: Node = YAML(typ="safe", pure=True).compose(text)
    return root


def _ordered(text: str) -> str:
    """The keys of every record in their order.

    What begins later lies deeper, or apart, and moves first: a move keeps the number of lines, so that the marks of
    all that is still to be moved stay true.
    """
    found: dict[int, _Found] = {}
    for one in _records(Terms, _compose(text)):
        found.setdefault(id(one.node), one)  # what an alias names stands in the text once
    lines = text.split("\n")
    for one in sorted(found.values(), key=lambda one: one.node.start_mark.index, reverse=True):
        _move(lines, one.node, one.order)
    return "\n".join(lines)


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


def _move(lines: list[str], node: MappingNode, order: tuple[str, ...]) -> None:
    """Put a mapping's keys in their order, where each of them stands on lines of its own."""
    starts = [key.start_mark.line for key, _ in node.value]
    columns = {key.start_mark.column for key, _ in node.value}
    if node.flow_style or len(set(starts)) < len(starts) or len(columns) != 1:
        return
    names = [key.value for key, _ in node.value]
    rank = {name: index for index, name in enumerate(order)}
    wanted = sorted(range(len(names)), key=lambda index: (rank.get(names[index], len(order)), index))
    (column,) = columns
    heads = [starts[0], *(_with_comments(lines, start, column) for start in starts[1:])]
    ends = [*heads[1:], _end(lines, node, starts[-1], column)]
    # A comment above what would come first would have to stand before the mapping: then nothing is moved.
    if wanted != sorted(wanted) and heads[wanted[0]] == starts[wanted[0]]:
        lines[heads[0] : ends[-1]] = _rearranged(lines, heads, ends, wanted, column)


def _with_comments(lines: list[str], start: int, column: int) -> int:
    """The first of the comment lines right above a key, in its own column, else the key's own line."""
    while start > 0 and lines[start - 1][column : column + 1] == "#" and not lines[start - 1][:column].strip():
        start -= 1
    return start


def _end(lines: list[str], node: MappingNode, last: int, column: int) -> int:
    """The line after a mapping's last one; blank lines and comments that follow it stay where they are."""
    end: int = min(node.end_mark.line + (1 if node.end_mark.column > column else 0), len(lines))
    while end > last + 1 and (not lines[end - 1].strip() or _COMMENT.match(lines[end - 1])):
        end -= 1
    return end


def _rearranged(lines: list[str], heads: list[int], ends: list[int], wanted: list[int], column: int) -> list[str]:
    first = lines[heads[0]]
    chunks = [lines[head:end] for head, end in zip(heads, ends, strict=True)]
    chunks[0] = [" " * column + first[column:], *chunks[0][1:]]  # what stands before it, such as a dash, stays in front
    moved = [line for index in wanted for line in chunks[index]]
    moved[0] = first[:column] + moved[0][column:]
    return moved


def _tidy(text: str) -> str:
    """No white space at the ends of lines, no more than one blank line together, one line end at the end."""
    kept = _verbatim(_compose(text))
    out: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if number in kept:
            out.append(line)
        elif line.strip() or (out and out[-1].strip()):
            out.append(line.rstrip())
    return "\n".join(out).strip("\n") + "\n"


def _verbatim(node: Node) -> set[int]:
    """The lines of values that run over several lines, in which every space counts."""
    if isinstance(node, ScalarNode):
        several = node.end_mark.line > node.start_mark.line
        return set(range(node.start_mark.line, node.end_mark.line + 1)) if several else set()
    children = node.value if isinstance(node, SequenceNode) else [part for pair in node.value for part in pair]
    return {line for child in children for line in _verbatim(child)}
