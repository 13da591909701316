"""YAML 1.2 with positions: a tree of scalars as written, lists and mappings, each with its line and column.

What a scalar means is decided by the type that reads it, never by YAML: ``19:00`` and ``no`` stay text.
"""

from __future__ import annotations

from typing import TypeAlias

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode

from ..events.errors import AgreementError, Location, Problem

LARGEST = 32 << 20
"""Bytes of one document."""
DEEPEST = 64
"""Levels of nesting."""

_PLAIN_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")


@attrs.frozen
class Mark:
    """A position in the document, from 1."""

    line: int
    column: int


@attrs.frozen
class Node:
    """A value of the document with its position; ``plain`` is a scalar written without quotes."""

    value: str | list[Node] | dict[str, Entry]
    mark: Mark
    plain: bool = False

    @property
    def word(self) -> str:
        """What sort of value it is, for messages."""
        if isinstance(self.value, str):
            return "text"
        return "a list" if isinstance(self.value, list) else "a mapping"

    @property
    def null(self) -> bool:
        """Whether nothing is written there."""
        return self.plain and self.value in ("", "~", "null")


@attrs.frozen
class Entry:
    """One key of a mapping with its own position, and its value."""

    key: Mark
    node: Node


Budget: TypeAlias = list[int]


def parse(data: bytes, file: str) -> Node:
    """Parse one YAML document.

    Raises:
        AgreementError: not UTF-8 YAML, a duplicate key, too large, too deep, or expanding beyond its own size.
    """
    if len(data) > LARGEST:
        raise _error(file, None, f"the document is larger than {LARGEST} bytes")
    try:
        text = data.decode("utf-8-sig")
        root = YAML(typ="safe", pure=True).compose(text)
    except UnicodeDecodeError as error:
        raise _error(file, None, f"not UTF-8 text (byte {error.start})") from None
    except RecursionError:
        raise _error(file, None, f"nested deeper than {DEEPEST} levels") from None
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else None
        raise _error(file, mark, f"not YAML: {_reason(error)}") from None
    except (OverflowError, ValueError):  # which of the two depends on the Python
        raise _error(file, None, "not YAML: an escape that is no character") from None
    except YAMLError as error:
        raise _error(file, None, f"not YAML: {str(error).splitlines()[0]}") from None
    if root is None:
        raise _error(file, None, "the document is empty")
    return _convert(root, file, DEEPEST, [4 * len(data) + 1000])


def _reason(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context)
    return f"{error.context} {problem}" if problem.startswith("but ") else problem


def _error(file: str, mark: Mark | None, message: str, remedy: str | None = None) -> AgreementError:
    location = Location(file=file, line=mark.line if mark else None, column=mark.column if mark else None)
    return AgreementError(Problem(location=location, message=message, remedy=remedy))


def _mark(node: YamlNode) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


def _convert(node: YamlNode, file: str, depth: int, budget: Budget) -> Node:
    mark = _mark(node)
    budget[0] -= 1
    if budget[0] < 0:
        raise _error(file, mark, "aliases expand the document far beyond its size")
    if depth == 0:
        raise _error(file, mark, f"nested deeper than {DEEPEST} levels")
    if not str(node.tag).startswith("tag:yaml.org,2002:") or str(node.tag).split(":")[-1] not in _PLAIN_TAGS:
        raise _error(file, mark, f"the tag {node.tag} is not allowed", "write the value without a tag")
    if isinstance(node, ScalarNode):
        return Node(_text(node, file), mark, plain=node.style is None)
    if isinstance(node, SequenceNode):
        return Node([_convert(item, file, depth - 1, budget) for item in node.value], mark)
    assert isinstance(node, MappingNode)
    return Node(_entries(node, file, depth, budget), mark)


def _text(node: ScalarNode, file: str) -> str:
    text = str(node.value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _error(file, _mark(node), "half a surrogate pair is no text")
    return text


def _entries(node: MappingNode, file: str, depth: int, budget: Budget) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key, value in node.value:
        at = _mark(key)
        if not isinstance(key, ScalarNode):
            raise _error(file, at, "a key must be text")
        name = _text(key, file)
        if name in entries:
            first = entries[name].key
            raise _error(file, at, f"the key {name!r} stands twice; first at line {first.line}")
        entries[name] = Entry(at, _convert(value, file, depth - 1, budget))
    return entries
