"""YAML 1.2 with positions: a tree of scalars as written, lists and mappings, each with its line and column.

What a scalar means is decided by the type that reads it, never by YAML: ``19:00`` and ``no`` stay text.

libyaml reads a document many times faster than ruamel.yaml, which knows YAML 1.2 better and says better what is wrong.
So libyaml goes first, and whatever it refuses is read again by ruamel.yaml, whose word is the last. Both are asked for
events only: their composers recurse as deep as a document likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import attrs
import ruamel.yaml.events
import yaml
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from ..events.errors import AgreementError, Location, Problem
from .yaml12 import reader

LARGEST = 32 << 20
"""Bytes of one document."""
DEEPEST = 64
"""Levels of nesting."""

_DISPUTED = re.compile("[\t\x85\u2028\u2029\ufeff]|(?:^|[\r\n])(?:[.]{3}|%)|[|>][-+0-9]*(?:#| *(?:#.*)?\n +\n)")
"""What the parsers may read differently: line breaks of YAML 1.1 that are none in 1.2, tabs, marks of byte order,
directives and ends of documents, and after what announces a block a comment that touches it or a line of spaces."""

_AS_UTF_8 = "save it as UTF-8"
_REMEDIES = {
    "found character '\\t'": "indent with spaces",
    "expected ',' or": "close what is open, or put the text in quotes",
    "found character": "put the text in quotes",
}
"""What would help, by how the word of ruamel.yaml begins."""

Event: TypeAlias = Any
"""An event of either parser; they have the same fields."""
_WORDS: dict[type, str] = {
    getattr(events, f"{name}Event"): word
    for events in (yaml, ruamel.yaml.events)
    for name, word in {
        "StreamStart": "around",
        "StreamEnd": "around",
        "DocumentStart": "document",
        "DocumentEnd": "around",
        "Alias": "alias",
        "Scalar": "scalar",
        "SequenceStart": "list",
        "SequenceEnd": "end",
        "MappingStart": "mapping",
        "MappingEnd": "end",
    }.items()
}
"""What an event begins or ends."""


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


def parse(data: bytes, file: str) -> Node:
    """Parse one YAML document.

    Raises:
        AgreementError: not UTF-8 YAML, a duplicate key, too large, too deep, or expanding beyond its own size.
    """
    if len(data) > LARGEST:
        raise _error(file, None, f"the document is larger than {LARGEST} bytes", "keep shapes in files of their own")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        mark = Mark(data.count(b"\n", 0, error.start) + 1, 1)
        raise _error(file, mark, f"not UTF-8 text (byte {error.start})", _AS_UTF_8) from None
    if (swift := _by_libyaml(text)) is not None:
        try:
            return _tree(swift, file, len(data))
        except (yaml.YAMLError, AgreementError):
            pass
    return _by_ruamel(text, file, len(data))


def _by_libyaml(text: str) -> Iterator[Event] | None:
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None or _DISPUTED.search(text) is not None:
        return None
    events: Iterator[Event] = yaml.parse(text, Loader=loader)
    return events


def _by_ruamel(text: str, file: str, size: int) -> Node:
    try:
        return _tree(reader().parse(text), file, size)
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(at.line + 1, at.column + 1) if at else None
        reason = _reason(error)
        raise _error(file, mark, f"not YAML: {reason}", _remedy(reason)) from None
    except ReaderError as error:
        mark = Mark(text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position))
        remedy = f'write it as an escape in double quotes: "\\u{error.character:04x}"' if error.character else _AS_UTF_8
        raise _error(file, mark, f"not YAML: {str(error).splitlines()[0]}", remedy) from None
    except (OverflowError, ValueError):  # which of the two depends on the Python
        raise _error(file, None, "not YAML: an escape that is no character", "the last one is \\U0010ffff") from None
    except YAMLError as error:
        raise _error(file, None, f"not YAML: {str(error).splitlines()[0]}") from None


def _remedy(reason: str) -> str:
    """What would help against a mistake of form, as far as that can be told."""
    for beginning, remedy in _REMEDIES.items():
        if reason.startswith(beginning):
            return remedy
    return "look at the indentation and the quotes, here and just above"


def _reason(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context)
    return f"{error.context} {problem}" if problem.startswith("but ") else problem


def _error(file: str, mark: Mark | None, message: str, remedy: str | None = None) -> AgreementError:
    location = Location(file=file, line=mark.line if mark else None, column=mark.column if mark else None)
    return AgreementError(Problem(location=location, message=message, remedy=remedy))


def _mark(event: Event) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _tree(events: Iterable[Event], file: str, size: int) -> Node:
    """The tree of the only document that the events tell of."""
    content = iter(events)
    root: Node | None = None
    for event in content:
        if _WORDS[type(event)] != "document":
            continue
        if root is not None:
            message = "not YAML: expected a single document in the stream but found another document"
            raise _error(file, _mark(event), message, "leave out the '---' between them, or what follows it")
        root = _Composer(file, content, budget=4 * size + 1000).node(next(content), DEEPEST, _mark(event))
    if root is None:
        raise _error(file, None, "the document is empty", "comply new writes an agreement and cases to begin with")
    return root


@attrs.define
class _Anchored:
    """What an anchor names, how many nodes that is when it is written out, and how many levels."""

    node: Node
    size: int
    height: int


@attrs.define
class _Composer:
    """Makes nodes of events, to a bound of levels and of nodes: an alias counts as what it stands for, written out."""

    file: str
    events: Iterator[Event]
    budget: int
    anchors: dict[str, _Anchored | None] = attrs.field(factory=dict)
    """None: it is being read, and stands within itself."""
    lowest: int = DEEPEST
    """How many levels were left at the deepest node of what is being read."""

    def node(self, event: Event, depth: int, holder: Mark) -> Node:
        """The node that begins with an event, where so many levels are left.

        A value of which nothing is written has the position of its key or list: on its own the parsers do not agree.
        """
        word = _WORDS[type(event)]
        mark = holder if word == "scalar" and not (event.value or event.style) else _mark(event)
        if word == "alias":
            return self._aliased(event.anchor, mark, depth)
        self._spend(1, mark)
        self._descend(depth, mark)
        self._check_tag(event.tag, mark)
        if event.anchor is None:
            return self._content(event, word, mark, depth)
        return self._anchored(event, word, mark, depth)

    def _spend(self, nodes: int, mark: Mark) -> None:
        self.budget -= nodes
        if self.budget < 0:
            raise _error(self.file, mark, "aliases expand the document far beyond its size", "use fewer aliases")

    def _descend(self, depth: int, mark: Mark) -> None:
        if depth <= 0:
            raise _error(self.file, mark, f"nested deeper than {DEEPEST} levels", "name parts, and refer to them")
        self.lowest = min(self.lowest, depth)

    def _check_tag(self, tag: str | None, mark: Mark) -> None:
        if tag is not None:
            raise _error(self.file, mark, f"the tag {tag} is not allowed", "write the value without a tag")

    def _aliased(self, anchor: str, mark: Mark, depth: int) -> Node:
        if anchor not in self.anchors:
            raise _error(self.file, mark, f"not YAML: found undefined alias {anchor!r}", f"set &{anchor} before it")
        if (named := self.anchors[anchor]) is None:
            raise _error(self.file, mark, f"the alias {anchor!r} stands within what it names", "write it out")
        self._spend(named.size, mark)
        self._descend(depth - named.height, mark)
        return named.node

    def _anchored(self, event: Event, word: str, mark: Mark, depth: int) -> Node:
        before, outer = self.budget, self.lowest
        self.anchors[event.anchor], self.lowest = None, depth
        node = self._content(event, word, mark, depth)
        self.anchors[event.anchor] = _Anchored(node, size=before - self.budget + 1, height=depth - self.lowest)
        self.lowest = min(self.lowest, outer)
        return node

    def _content(self, event: Event, word: str, mark: Mark, depth: int) -> Node:
        if word == "scalar":
            return Node(self._text(event, mark), mark, plain=not event.style)
        if word == "list":
            return Node(self._items(depth - 1, mark), mark)
        return Node(self._entries(depth - 1, mark), mark)

    def _text(self, event: Event, mark: Mark) -> str:
        text: str = event.value
        if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
            raise _error(self.file, mark, "half a surrogate pair is no text", "write the character itself")
        return text

    def _items(self, depth: int, mark: Mark) -> list[Node]:
        items = []
        for event in self.events:
            if _WORDS[type(event)] == "end":
                break
            items.append(self.node(event, depth, mark))
        return items

    def _entries(self, depth: int, mark: Mark) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for event in self.events:
            if _WORDS[type(event)] == "end":
                break
            at, name = self._key(event, depth, mark)
            if name in entries:
                first = entries[name].key
                raise _error(self.file, at, f"the key {name!r} stands twice; first at line {first.line}", "keep one")
            entries[name] = Entry(at, self.node(next(self.events), depth, at))
        return entries

    def _key(self, event: Event, depth: int, mark: Mark) -> tuple[Mark, str]:
        key = self.node(event, depth, mark)
        if not isinstance(key.value, str):
            raise _error(self.file, key.mark, "a key must be text", "put it in quotes if it is meant as text")
        return (key.mark if _WORDS[type(event)] == "scalar" else _mark(event)), key.value
