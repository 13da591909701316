"""Edits: how two documents differ, word by word, and the documents between them.

Mappings are compared key by key, lists of records by their ids, or by number where they have none and are as long on
both sides; anything else is one value. The order of
keys means nothing but among readings, of which the first is the base. All edits together make the one document of the
other, and any of them can be made alone: what that gives is a document like any other, and may be a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from .document import Entry, Mark, Node
from .structure import DEFAULT

Place = tuple[str, ...]
"""Where in a document something stands: keys, and in lists of records ids, or numbers from 1."""

_READINGS = "readings"


@attrs.frozen(kw_only=True)
class Edit:
    """A value that differs; None where it is not there."""

    place: Place
    before: Node | None
    after: Node | None


def edits(before: Node, after: Node, place: Place = ()) -> Iterator[Edit]:
    """Every value that differs between two documents."""
    if same(before, after):
        return
    pairs = _pairs(before, after, place)
    if pairs is None:
        yield Edit(place=place, before=before, after=after)
        return
    for key, ours, theirs in pairs:
        here = (*place, key)
        if ours is None or theirs is None:
            yield Edit(place=here, before=_node(ours), after=_node(theirs))
        else:
            yield from edits(ours.node, theirs.node, here)


def between(before: Node, after: Node, chosen: frozenset[Place], place: Place = ()) -> Node:
    """The document before with those of the edits made that stand at the chosen places."""
    if place in chosen:
        return after
    pairs = None if same(before, after) else _pairs(before, after, place)
    if pairs is None:
        return before
    kept: dict[str, Entry] = {}
    for key, ours, theirs in pairs:
        here = (*place, key)
        if ours is not None and theirs is not None:
            kept[key] = Entry(ours.key, between(ours.node, theirs.node, chosen, here))
        elif (one := theirs if here in chosen else ours) is not None:
            kept[key] = one
    return _with(before, kept)


def same(one: Node, other: Node) -> bool:
    """Whether two values say the same, wherever they stand and however they are quoted."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value == other.value and one.null == other.null
    if isinstance(one.value, list) and isinstance(other.value, list):
        return len(one.value) == len(other.value) and all(map(same, one.value, other.value))
    if isinstance(one.value, dict) and isinstance(other.value, dict):
        ours, theirs = one.value, other.value
        return list(ours) == list(theirs) and all(same(ours[key].node, theirs[key].node) for key in ours)
    return False


def _pairs(before: Node, after: Node, place: Place) -> list[tuple[str, Entry | None, Entry | None]] | None:
    """The parts of two values side by side, in the order of both; None where they are not divided further."""
    ours, theirs = _parts(before), _parts(after)
    if ours is None or theirs is None or isinstance(before.value, list) is not isinstance(after.value, list):
        return None
    if _numbered(before) is not _numbered(after) or (_numbered(before) and len(ours) != len(theirs)):
        return None
    ordered = isinstance(before.value, list) or place == (_READINGS,)
    if ordered and [key for key in ours if key in theirs] != [key for key in theirs if key in ours]:
        return None
    return [(key, ours.get(key), theirs.get(key)) for key in _merged(list(ours), list(theirs))]


def _merged(ours: list[str], theirs: list[str]) -> list[str]:
    """The keys of both: each that only the second has comes after the one before it there."""
    merged = list(ours)
    at = 0
    for key in theirs:
        if key in merged:
            at = merged.index(key) + 1
        else:
            merged.insert(at, key)
            at += 1
    return merged


def _parts(node: Node) -> dict[str, Entry] | None:
    if isinstance(node.value, dict):
        return node.value
    if isinstance(node.value, str) or not all(isinstance(item.value, dict) for item in node.value) or not node.value:
        return None
    names = map(str, range(1, len(node.value) + 1)) if _numbered(node) else map(_id, node.value)
    return {str(name): Entry(item.mark, item) for name, item in zip(names, node.value, strict=True)}


def _numbered(node: Node) -> bool:
    """Whether it is a list of which the parts are known by their numbers."""
    if not isinstance(node.value, list):
        return False
    ids = [_id(item) for item in node.value]
    return None in ids or len(set(ids)) != len(ids)


def _id(node: Node) -> str | None:
    entry = node.value.get("id") if isinstance(node.value, dict) else None
    return entry.node.value if entry is not None and isinstance(entry.node.value, str) else None


def _node(entry: Entry | None) -> Node | None:
    return None if entry is None else entry.node


def _with(node: Node, parts: dict[str, Entry]) -> Node:
    if isinstance(node.value, dict):
        return attrs.evolve(node, value=parts)
    return attrs.evolve(node, value=[entry.node for entry in parts.values()])


def adopted(root: Node, reading: str, other: str) -> Node:
    """The document in which one reading takes the text as another does, and asks for the same evidence."""
    return _adopted(root, reading, other, ())


def _adopted(node: Node, reading: str, other: str, place: Place) -> Node:
    if isinstance(node.value, str):
        return node
    if isinstance(node.value, list):
        return attrs.evolve(node, value=[_adopted(item, reading, other, (*place, "")) for item in node.value])
    parts = {key: Entry(one.key, _adopted(one.node, reading, other, (*place, key))) for key, one in node.value.items()}
    choices = parts.get(_READINGS)
    if place == (_READINGS,):
        return attrs.evolve(node, value=_same_evidence(parts, reading, other))
    if place and choices is not None and isinstance(choices.node.value, dict):
        taken = choices.node.value.get(other) or choices.node.value.get(DEFAULT)
        if taken is not None:
            known = {**choices.node.value, reading: taken}
            parts[_READINGS] = Entry(choices.key, attrs.evolve(choices.node, value=known))
    return attrs.evolve(node, value=parts)


def _same_evidence(parts: dict[str, Entry], reading: str, other: str) -> dict[str, Entry]:
    """What readings declare beside their title and holder is what they ask of evidence."""
    ours, theirs = (parts[name].node for name in (reading, other))
    if not isinstance(ours.value, dict) or not isinstance(theirs.value, dict):
        return parts
    own = {key: entry for key, entry in ours.value.items() if key in _OWN}
    asked = {key: entry for key, entry in theirs.value.items() if key not in _OWN}
    return {**parts, reading: Entry(parts[reading].key, attrs.evolve(ours, value={**own, **asked}))}


_OWN = ("title", "held_by", "note")
"""What a reading says of itself and not of the text."""


def replaced(root: Node, place: Place, value: Node) -> Node | None:
    """The document with another value at a place; None where nothing stands there."""
    if not place:
        return _stands_at(value, root.mark)
    parts = _parts(root)
    if parts is None or place[0] not in parts:
        return None
    inner = replaced(parts[place[0]].node, place[1:], value)
    return None if inner is None else _with(root, {**parts, place[0]: Entry(parts[place[0]].key, inner)})


def _stands_at(node: Node, mark: Mark) -> Node:
    """A value as if it stood at a position: what is wrong in it is said of the one that it replaces."""
    if isinstance(node.value, list):
        return Node([_stands_at(item, mark) for item in node.value], mark)
    if isinstance(node.value, dict):
        return Node({key: Entry(mark, _stands_at(one.node, mark)) for key, one in node.value.items()}, mark)
    return attrs.evolve(node, mark=mark)


def places(root: Node, place: Place = ()) -> Iterator[Place]:
    """Every place of a document at which something stands."""
    for key, entry in (_parts(root) or {}).items():
        yield (*place, key)
        yield from places(entry.node, (*place, key))


def said(place: Place) -> str:
    """A place for people; one in a clause begins with the clause's id."""
    return ".".join(place[1:] if place[0] == "clauses" and len(place) > 1 else place)
