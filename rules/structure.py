"""From a document's tree to typed records: every mistake collected, each with its line, column and remedy.

One mechanism serves every record: fields, their types and defaults are read from the attrs classes. Any field may
carry alternative readings, written as a mapping with the key ``readings``; building for one reading chooses them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NewType, TypeAlias, get_args, get_origin

import attrs

from ..events.duration import Duration, parse_duration
from ..events.errors import Location, Problem
from ..events.suggest import did_you_mean
from ..events.time import TimeError
from .agreement import Alternative
from .clauses import CLAUSE_KINDS, Clause, Unevaluated
from .document import Entry, Mark, Node
from .fields import FieldType, fields_of, optional, shorthand_of
from .path import Path, show_path
from .scalars import literal, render, scalar_word

DEFAULT = "default"
_ALTERNATIVE_KEYS = {"readings", "because"}


Mistake: TypeAlias = tuple[Mark, str, str | None]
"""One mistake in the text: where it stands, what is wrong, and the remedy."""


@attrs.frozen
class Reference:
    """A name used in the document: what it should name, and where it stands."""

    sort: str
    name: str
    path: Path
    mark: Mark


class _WrongError(Exception):
    """A value that could not be built; the problem has been recorded."""


class _SilentError(Exception):
    """A record in a list of which this reading takes nothing: it is not there."""


def _keys(known: Iterable[str]) -> str:
    """The keys that a record has, for a remedy."""
    return "its keys are " + ", ".join(known)


@attrs.define
class Builder:
    """Builds records for one reading, collecting problems, references and the alternatives it met."""

    file: str
    reading: str
    known_readings: tuple[str, ...]
    said: dict[Mistake, Problem] = attrs.field(factory=dict)
    references: list[Reference] = attrs.field(factory=list)
    alternatives: list[Alternative] = attrs.field(factory=list)
    marks: dict[Path, Mark] = attrs.field(factory=dict)
    _clause: str | None = None

    def build(self, wanted: Any, node: Node, path: Path = ()) -> Any:
        """Build a value of type ``wanted``; None where something in it was wrong."""
        try:
            return self._value(optional(wanted), node, path)
        except _WrongError:
            return None

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, in the order in which it was found."""
        return list(self.said.values())

    def wrong(self, node_or_mark: Node | Mark, path: Path, message: str, remedy: str | None = None) -> _WrongError:
        """Record a problem."""
        mark = node_or_mark.mark if isinstance(node_or_mark, Node) else node_or_mark
        self.say(mark, path, message, remedy, self._clause)
        return _WrongError()

    def say(self, mark: Mark, path: Path, message: str, remedy: str | None, clause: str | None) -> None:
        """Record a problem once, wherever aliases repeat what it is about."""
        location = Location(file=self.file, line=mark.line, column=mark.column, path=show_path(path))
        told = f"clause {clause}: {message}" if clause else message
        self.said.setdefault((mark, message, remedy), Problem(location=location, message=told, remedy=remedy))

    def _value(self, wanted: Any, node: Node, path: Path) -> Any:
        node = self._chosen(node, path)
        self.marks[path] = node.mark
        if node.null:
            raise self.wrong(node, path, "nothing is written here", "leave the key out or give a value")
        if wanted is Node:
            return node  # what another reader takes
        if wanted is Clause:
            return self._clause_record(node, path)
        if wanted is not Duration and attrs.has(wanted):
            return self._record(wanted, node, path)
        origin = get_origin(wanted)
        if origin is tuple:
            return self._many(get_args(wanted)[0], node, path)
        if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
            return self._mapping(get_args(wanted)[1], node, path)
        return self._scalar(wanted, node, path)

    def _chosen(self, node: Node, path: Path) -> Node:
        """The node itself, or what this reading takes of its alternatives; a document without readings has none."""
        if (
            not self.known_readings
            or not path
            or not isinstance(node.value, dict)
            or path == ("readings",)
            or "readings" not in node.value
        ):
            return node
        for key, entry in node.value.items():
            if key not in _ALTERNATIVE_KEYS:
                raise self.wrong(entry.key, path, f"{key!r} stands beside 'readings'", "put it inside each reading")
        choices = node.value["readings"].node
        if not isinstance(choices.value, dict) or DEFAULT not in choices.value:
            raise self.wrong(
                choices,
                path,
                "alternative readings need a 'default'",
                "default: what is taken under all other readings",
            )
        for name, entry in choices.value.items():
            if name != DEFAULT and name not in self.known_readings:
                raise self.wrong(
                    entry.key,
                    path,
                    f"no reading is called {name!r}",
                    did_you_mean(name, self.known_readings) or "declare it under readings",
                )
        self._note_alternative(node, path)
        chosen = choices.value.get(self.reading) or choices.value[DEFAULT]
        return chosen.node

    def _note_alternative(self, node: Node, path: Path) -> None:
        assert isinstance(node.value, dict)
        choices = node.value["readings"].node.value
        assert isinstance(choices, dict)
        because = node.value.get("because")
        self.alternatives.append(
            Alternative(
                path=show_path(path),
                clause=self._clause or _clause_among(choices, path),
                choices={name: render(entry.node) for name, entry in choices.items()},
                because=because.node.value if because and isinstance(because.node.value, str) else None,
            )
        )

    def _clause_record(self, node: Node, path: Path) -> Any:
        if not isinstance(node.value, dict):
            raise self.wrong(node, path, f"a clause is a mapping, not {node.word}", "id: NAME and its other keys")
        name = node.value.get("id")
        self._clause = name.node.value if name and isinstance(name.node.value, str) else f"number {path[-1]}"
        try:
            return self._tagged_clause(node, path)
        finally:
            self._clause = None

    def _tagged_clause(self, node: Node, path: Path) -> Any:
        assert isinstance(node.value, dict)
        kind = node.value.get("kind")
        if kind is None:
            raise self.wrong(node, path, "the kind is missing", "one of " + ", ".join(CLAUSE_KINDS))
        word = kind.node.value
        if "not_evaluated" in node.value:
            return self._record(Unevaluated, node, path)
        if not isinstance(word, str) or word not in CLAUSE_KINDS:
            remedy = did_you_mean(str(word), CLAUSE_KINDS) or "one of " + ", ".join(CLAUSE_KINDS)
            raise self.wrong(kind.node, (*path, "kind"), f"{render(kind.node)!r} is no kind of clause", remedy)
        rest = Node({key: entry for key, entry in node.value.items() if key != "kind"}, node.mark)
        return self._record(CLAUSE_KINDS[word], rest, path)

    def _record(self, wanted: type, node: Node, path: Path) -> Any:
        fields = fields_of(wanted)
        if not isinstance(node.value, dict):
            short = shorthand_of(wanted)
            if short is None:
                raise self.wrong(node, path, f"expected a mapping, not {node.word}", _keys(fields))
            return wanted(**{short: self._value(optional(fields[short].type), node, path)})
        built, silent, failed = self._built(fields, node.value, path)
        if path and isinstance(path[-1], int) and node.value and silent == set(node.value):
            raise _SilentError
        absent = silent | set(fields).difference(node.value)
        if self._lacks(fields, absent, node, path) or failed:
            raise _WrongError
        keyed = {field.attribute: str(path[-1]) for field in fields.values() if field.from_key}
        return wanted(**built, **keyed)

    def _built(
        self, fields: Mapping[str, FieldType], entries: Mapping[str, Entry], path: Path
    ) -> tuple[dict[str, Any], set[str], bool]:
        """What is written in a record, the keys of which this reading takes nothing, and whether any of it is wrong."""
        known = [key for key, field in fields.items() if not field.from_key]
        built: dict[str, Any] = {}
        silent: set[str] = set()
        failed = False
        for key, entry in entries.items():
            if key not in known:
                self.wrong(entry.key, path, f"unknown key {key!r}", self._instead(key, known))
                failed = True
                continue
            try:
                chosen = self._chosen(entry.node, (*path, key))
                if chosen.null and chosen is not entry.node:
                    silent.add(key)
                else:
                    built[fields[key].attribute] = self._value(optional(fields[key].type), chosen, (*path, key))
            except _WrongError:
                failed = True
        return built, silent, failed

    def _instead(self, key: str, known: list[str]) -> str:
        if key == "<<":
            return "YAML 1.2 has no merge keys: write out the keys that are meant"
        return did_you_mean(key, known) or _keys(known)

    def _lacks(self, fields: Mapping[str, FieldType], absent: set[str], node: Node, path: Path) -> bool:
        missing = [key for key, field in fields.items() if field.required and not field.from_key and key in absent]
        for key in missing:
            self.wrong(node, path, f"{key!r} is missing", f"{key}: VALUE")
        return bool(missing)

    def _many(self, wanted: Any, node: Node, path: Path) -> tuple[Any, ...]:
        """A list; one value alone counts as a list of one. What is silent under this reading has no place in it."""
        items = node.value if isinstance(node.value, list) else [node]
        built: list[Any] = []
        failed = 0
        for item in items:
            place = (*path, len(built) + failed)
            try:
                chosen = self._chosen(item, place)
                if not chosen.null or chosen is item:
                    built.append(self._value(optional(wanted), chosen, place))
            except _WrongError:
                failed += 1
            except _SilentError:
                continue
        if failed:
            raise _WrongError
        return tuple(built)

    def _mapping(self, wanted: Any, node: Node, path: Path) -> dict[str, Any]:
        if not isinstance(node.value, dict):
            raise self.wrong(node, path, f"expected a mapping, not {node.word}", "NAME: VALUE for each")
        built = {}
        failed = False
        for key, entry in node.value.items():
            try:
                built[key] = self._value(wanted, entry.node, (*path, key))
            except _WrongError:
                failed = True
        if failed:
            raise _WrongError
        return built

    def _scalar(self, wanted: Any, node: Node, path: Path) -> Any:
        if not isinstance(node.value, str):
            raise self.wrong(node, path, f"expected {scalar_word(wanted)}, not {node.word}", "write one value")
        if isinstance(wanted, NewType):
            self.references.append(Reference(wanted.__name__, node.value, path, node.mark))
            return node.value
        if wanted is str:
            return node.value
        if wanted is Duration or get_origin(wanted) is Literal:
            return self._word(wanted, node, path)
        return self._plain(wanted, node, path)

    def _word(self, wanted: Any, node: Node, path: Path) -> Any:
        assert isinstance(node.value, str)
        if wanted is Duration:
            try:
                return parse_duration(node.value)
            except TimeError as error:
                raise self.wrong(node, path, str(error)) from None
        words = get_args(wanted)
        if node.value not in words:
            remedy = did_you_mean(node.value, words) or "one of " + ", ".join(words)
            raise self.wrong(node, path, f"{node.value!r} is not allowed here", remedy)
        return node.value

    def _plain(self, wanted: Any, node: Node, path: Path) -> Any:
        """Booleans and numbers, and scalars of any of these types, by their form in YAML 1.2."""
        accepted = get_args(wanted) or (wanted,)
        value = literal(node)
        if type(value) in accepted:
            return value
        raise self.wrong(node, path, f"expected {scalar_word(wanted)}, not {node.value!r}")


def _clause_among(choices: Mapping[str, Entry], path: Path) -> str | None:
    """Of a whole clause that is read in different ways: the id that it has under the first reading that has one."""
    if len(path) != 2 or path[0] != "clauses":
        return None
    nodes = (entry.node.value for entry in choices.values())
    names = (node["id"].node.value for node in nodes if isinstance(node, dict) and "id" in node)
    return next((name for name in names if isinstance(name, str)), None)
