"""Changes to a YAML document as text: what is not changed stays as it was written, comments and line breaks too."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import attrs
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from ..rules.yaml12 import compose

_COLON = re.compile(r"\s*:")

Pair = tuple[Node, Node]
"""A key of a mapping and its value."""


@attrs.frozen(order=True)
class Edit:
    """Characters from ``start`` up to ``end`` give way to a text."""

    start: int
    end: int
    text: str


@attrs.frozen
class Source:
    """A well-formed document: its text, and the edits that change values in it."""

    text: str
    root: Node

    @classmethod
    def of(cls, text: str) -> Source:
        """The document of a text."""
        return cls(text, compose(text))

    def changed(self, edits: Iterable[Edit]) -> str:
        """The text after all edits; what two edits say twice is done once."""
        out, at = [], 0
        for edit in sorted(set(edits)):
            out += [self.text[at : edit.start], edit.text]
            at = max(at, edit.end)
        return "".join([*out, self.text[at:]])

    def valued(self, pair: Pair, text: str) -> Iterator[Edit]:
        """Another value for a key."""
        key, value = pair
        if _flows(value):
            yield Edit(value.start_mark.index, self._end(value), text)
        else:
            yield self._after_colon(key, text)
            yield self._lines(value.start_mark.index, self._end(value))

    def listed(self, pair: Pair, gone: Collection[int], new: Sequence[str]) -> Iterator[Edit]:
        """A list without some of its items and with others at its end; one value alone is a list of one."""
        _, value = pair
        kept = [item for number, item in enumerate(items(value)) if number not in gone]
        if not gone and not new:
            return
        if not isinstance(value, SequenceNode):
            yield from self.valued(pair, _bracketed([*map(self._flowing, kept), *new]))
        elif value.flow_style:
            yield from self._in_flow(value, gone, new)
        else:
            yield from self._in_block(value, gone, new)
            if not kept and not new:
                yield self._after_colon(pair[0], "[]")

    def without(self, mapping: Node, pair: Pair) -> Iterator[Edit]:
        """No such key, or nothing under it where the key shares its line with what stands before it."""
        key, value = pair
        before = self.text[self._line(key.start_mark.index) : key.start_mark.index]
        if _flows(mapping) or before.strip():
            yield from self.valued(pair, "[]")
        else:
            yield self._lines(key.start_mark.index, self._end(value))

    def renamed(self, pair: Pair, text: str) -> Iterator[Edit]:
        """Another key and value in the place of one."""
        key, value = pair
        yield Edit(key.start_mark.index, self._end(value), text)

    def added(self, mapping: Node, text: str) -> Iterator[Edit]:
        """A key and value after all others."""
        key, value = mapping.value[-1]
        end = self._end(value)
        if _flows(mapping):
            yield Edit(end, end, f", {text}")
        else:
            yield self._below(end, key.start_mark.column, text)

    def _in_flow(self, value: SequenceNode, gone: Collection[int], new: Sequence[str]) -> Iterator[Edit]:
        listed = value.value
        first = next((number for number in range(len(listed)) if number not in gone), None)
        if first is None:
            yield Edit(value.start_mark.index, value.end_mark.index, _bracketed(new))
            return
        for number in gone:
            if number < first:
                yield Edit(listed[number].start_mark.index, listed[number + 1].start_mark.index, "")
            else:
                yield Edit(self._end(listed[number - 1]), self._end(listed[number]), "")
        end = self._end(listed[-1])
        if new:
            yield Edit(end, end, "".join(f", {one}" for one in new))

    def _in_block(self, value: SequenceNode, gone: Collection[int], new: Sequence[str]) -> Iterator[Edit]:
        column = value.start_mark.column
        for number in gone:
            item = value.value[number]
            yield self._lines(self._dash(item.start_mark.index, column), self._end(item))
        if new:
            yield self._below(self._end(value), column, *(f"- {one}" for one in new))

    def _dash(self, at: int, column: int) -> int:
        """Where the line begins on which the dash of an item stands."""
        start = self._line(at)
        while start and self.text[start : start + column + 1] != " " * column + "-":
            start = self._line(start - 1)
        return start

    def _after_colon(self, key: Node, text: str) -> Edit:
        colon = _COLON.match(self.text, key.end_mark.index)
        end = colon.end() if colon else key.end_mark.index
        return Edit(end, end, f" {text}")

    def _lines(self, start: int, end: int) -> Edit:
        """No lines any more from one place to another."""
        return Edit(self._line(start), self._next_line(end), "")

    def _below(self, at: int, column: int, *lines: str) -> Edit:
        """Lines below that of a place."""
        end = self._next_line(at)
        line_break = "\r\n" if "\r\n" in self.text else "\n"
        first = "" if self.text[:end].endswith("\n") else line_break
        return Edit(end, end, first + "".join(f"{' ' * column}{line}{line_break}" for line in lines))

    def _line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _next_line(self, at: int) -> int:
        return self.text.find("\n", at) + 1 or len(self.text)

    def _end(self, node: Node) -> int:
        """The end of what a node says: the marks of a block lie beyond the comments that follow it."""
        if not _flows(node):
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        return start + len(self.text[start:end].rstrip())

    def _flowing(self, node: Node) -> str:
        """A value in one line."""
        if isinstance(node, MappingNode) and not node.flow_style:
            pairs = (f"{self._flowing(key)}: {self._flowing(value)}" for key, value in node.value)
            return "{" + ", ".join(pairs) + "}"
        if isinstance(node, SequenceNode) and not node.flow_style:
            return _bracketed(map(self._flowing, node.value))
        return self.text[node.start_mark.index : self._end(node)]


def _flows(node: Node) -> bool:
    return not isinstance(node, MappingNode | SequenceNode) or bool(node.flow_style)


def items(node: Node) -> list[Node]:
    """What a list holds; one value alone is a list of one."""
    return list(node.value) if isinstance(node, SequenceNode) else [node]


def pairs(node: Node) -> dict[str, Pair]:
    """The keys of a mapping with their values."""
    return {key.value: (key, value) for key, value in node.value} if isinstance(node, MappingNode) else {}


def flow(value: Any) -> str:
    """A text, a list or a mapping in flow style, quoted where it must be."""
    yaml = YAML(typ="rt")
    yaml.width = 1 << 30  # in one line
    around = CommentedSeq([CommentedMap(value) if isinstance(value, dict) else value])
    around.fa.set_flow_style()
    with io.StringIO() as made:
        yaml.dump(around, made)
        return made.getvalue().strip()[1:-1]


def _bracketed(texts: Iterable[str]) -> str:
    return f"[{', '.join(texts)}]"
