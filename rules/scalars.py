"""Values of a document by their form alone, where no type says what they mean, and values in words."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any, Union

from ..events.duration import Duration
from .document import Node

_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d{1,3})?")
_BOOLS = {"true": True, "false": False}


def literal(node: Node) -> str | bool | int | float:
    """What an unquoted scalar is in YAML 1.2: true and false, decimal numbers, else text."""
    text = node.value
    assert isinstance(text, str)
    if not node.plain:
        return text
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and isfinite(number := float(text)):
        return number
    return text


_WORDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    Union[int, float]: "a number",  # noqa: UP007
    Duration: "a duration such as '7 days'",
}


def scalar_word(wanted: Any) -> str:
    """A type's name for messages."""
    return _WORDS.get(wanted, "text")


def render(node: Node) -> str:
    """A value in the document's words, on one line."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return "[" + ", ".join(render(item) for item in node.value) + "]"
    return "{" + ", ".join(f"{key}: {render(entry.node)}" for key, entry in node.value.items()) + "}"


def plain(node: Node) -> Any:
    """A part of a document as plain data, unquoted scalars by their form in YAML 1.2."""
    if isinstance(node.value, str):
        return None if node.null else literal(node)
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    return {key: plain(entry.node) for key, entry in node.value.items()}
