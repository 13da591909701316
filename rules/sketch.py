"""The short form of an incident: ``INSTANT KIND by PARTY against PARTY at PLACE status WORD name=value``."""

from __future__ import annotations

import re
from typing import Any

from .document import Mark, Node
from .moment import MOMENT
from .scalars import literal

FORM = (
    "INSTANT|DATE|FROM..TO KIND [by PARTY [or PARTY|and PARTY]] [against PARTY] [at PLACE] [status WORD] [name=value]"
)

_START = re.compile(
    rf"\s*(?P<from>{MOMENT})(?:\s*\.\.\s*(?P<to>{MOMENT}))?\s+(?P<kind>[\w.-]+)(?P<rest>(\s.*)?)", re.DOTALL
)
_KEYWORDS = ("by", "against", "at", "status", "means", "count")
_KEYWORD = re.compile(rf"\s({'|'.join(_KEYWORDS)})\s")
_ATTRIBUTE = re.compile(r"""\s([^\s=]+)=("[^"]*"|'[^']*'|\S+)""")
_BETWEEN = re.compile(r"\s(or|and)\s")


class SketchError(ValueError):
    """A text that is no short form of an incident; the message says why."""


def sketch(text: str) -> dict[str, Any]:
    """The fields of an incident that its short form gives.

    Raises:
        SketchError: not such a text.
    """
    start = _START.fullmatch(text)
    if start is None:
        raise SketchError(f"{text!r} does not begin with an instant and a kind of act")
    rest, attributes = _attributes(start["rest"])
    fields: dict[str, Any] = {"occurred": _occurred(start), "kind": start["kind"]}
    before, *pairs = _KEYWORD.split(f"{rest} ")
    if before.strip():
        raise SketchError(f"{before.strip()!r} stands after the kind of act, where one of {', '.join(_KEYWORDS)} may")
    for word, value in zip(pairs[::2], pairs[1::2], strict=True):
        field, made = _field(word, value.strip())
        if field in fields:
            raise SketchError(f"{word!r} stands twice")
        fields[field] = made
    return fields | ({"attributes": attributes} if attributes else {})


def _occurred(start: re.Match[str]) -> Any:
    return start["from"] if start["to"] is None else {"earliest": start["from"], "latest": start["to"]}


def _attributes(rest: str) -> tuple[str, dict[str, Any]]:
    """The text without its attributes, and these: true, false and numbers are such, quoted text stays text."""
    found = {}
    for name, value in _ATTRIBUTE.findall(rest):
        quoted = value[0] in "\"'"
        found[name] = literal(Node(value.strip("\"'") if quoted else value, Mark(1, 1), plain=not quoted))
    return _ATTRIBUTE.sub("", rest), found


def _field(word: str, value: str) -> tuple[str, Any]:
    if not value:
        raise SketchError(f"nothing stands after {word!r}")
    if word in ("by", "against"):
        return ("actor" if word == "by" else "target"), _parties(value)
    if word == "count":
        return "count", literal(Node(value, Mark(1, 1), plain=True))
    return ("place" if word == "at" else word), value


def _parties(value: str) -> list[Any]:
    first, *rest = _BETWEEN.split(value)
    names, words = [first, *rest[1::2]], set(rest[::2])
    if len(words) > 1:
        raise SketchError(f"{value!r} joins parties by 'and' and by 'or'; write the incident as a mapping")
    return (
        [{"party": name.strip(), "role": "joint"} for name in names] if words == {"and"} else [*map(str.strip, names)]
    )
