"""The events of an author case: a log of incidents, written in short or as records."""

from __future__ import annotations

import json
from typing import Any

import attrs

from ..events.codec import decode_line
from ..events.errors import Problem
from ..events.incident import UNKNOWN_PARTY, Incident
from ..events.log import Line, Log, admit
from ..events.suggest import did_you_mean
from ..events.time import TimeError, format_instant, is_date
from .case_reader import CaseReader
from .document import Node
from .moment import moment
from .names import folded
from .path import Path
from .scalars import plain
from .sketch import FORM, SketchError, sketch
from .written_case import WrittenCase


@attrs.frozen(kw_only=True)
class EventReader(CaseReader):
    """Reads the events of cases."""

    def log(self, case: WrittenCase, path: Path) -> tuple[Log, frozenset[str]]:
        """The log of a case, and the ids of its events; those that could not be read are taken to have been given."""
        paths: dict[int, Path] = {}
        lines: list[Line] = []
        ids = set()
        for number, node in enumerate(case.events):
            at: Path = (*path, "events", number)
            paths[node.mark.line] = at
            if (line := self._line(node, at, f"e{number + 1}")) is None:
                ids.add(f"e{number + 1}")
            else:
                lines.append(line)
        log = admit(lines)
        for problem in log.problems:
            self.wrong(paths[problem.location.line or 0], problem.message, problem.remedy)
        for remark in log.remarks:
            self.wrong((*path, "events"), remark)
        return log, frozenset(ids | {record.id for record in log.records})

    def _line(self, node: Node, path: Path, name: str) -> Line | None:
        try:
            fields = sketch(node.value) if isinstance(node.value, str) else plain(node)
        except SketchError as error:
            self.wrong(path, str(error), FORM)
            return None
        if not isinstance(fields, dict):
            self.wrong(path, "an event is a text or a mapping", FORM)
            return None
        defaults = self.written.defaults
        record = {"id": name, **(plain(defaults) if defaults is not None else {}), **fields}
        try:
            raw = json.dumps(self._timed(record)).encode()
        except TimeError as error:
            self.wrong(path, str(error))
            return None
        return self._decoded(raw, node, path)

    def _timed(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record with every instant written out."""
        made = dict(record)
        for key in ("occurred", "recorded"):
            if isinstance(value := made.get(key), str):
                made[key] = self._time(value)
            elif isinstance(value, dict):
                made[key] = {bound: self._time(text) for bound, text in value.items()}
        return made

    def _time(self, text: Any) -> Any:
        if not isinstance(text, str) or is_date(text):
            return text
        return format_instant(moment(self.agreement.base, text))

    def _decoded(self, raw: bytes, node: Node, path: Path) -> Line | None:
        under, mark = self.agreement, node.mark
        content = decode_line(raw, file=self.file, number=mark.line, zone=under.zone, taxonomy=under.taxonomy)
        if isinstance(content, Problem):
            inner = (content.location.path or "$").removeprefix("$.").split(".")[0]
            entry = node.value.get(inner) if isinstance(node.value, dict) else None
            self.builder.wrong(entry.node if entry else node, path, content.message, content.remedy)
            return None
        if isinstance(content, Incident):
            self._names(content, path)
        return Line(file=self.file, number=mark.line, raw=raw, content=content)

    def _names(self, incident: Incident, path: Path) -> None:
        """A misspelt name would be taken for an unknown party or place, and the case would show nothing."""
        terms = self.agreement.base
        parties = {name for one in terms.parties.values() for name in (one.id, one.name, *one.aliases)}
        places = {name for one in terms.places.values() for name in (one.id, one.name, *one.aliases)}
        for actor in (*incident.actor, *incident.target):
            if folded(actor.party) not in {*map(folded, parties), UNKNOWN_PARTY}:
                remedy = did_you_mean(actor.party, parties) or f"write {UNKNOWN_PARTY} where nobody is known"
                self.wrong(path, f"no party is called {actor.party!r}", remedy)
        place = incident.place
        by_name = place is not None and place.pcode is None and place.lat is None
        if place is not None and by_name and folded(place.name or "") not in set(map(folded, places)):
            self.wrong(
                path,
                f"no place is called {place.name!r}",
                did_you_mean(place.name or "", places) or "declare it under places of the agreement",
            )
