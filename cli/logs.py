"""Reading a log from the command line: which agreement it is about, its records, and what was rejected."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import attrs

from ..events.codec import Header, mistaken_header
from ..events.duration import Duration
from ..events.errors import AgreementError, Location, LogError, Problem
from ..events.log import Line, Log, admit
from ..events.source import Names, Setting
from ..events.sources.jsonl import RawLine, decode, header, label, open_log, raw_lines
from ..rules.agreement import Agreement
from ..rules.aliases import NAME as ALIASES
from ..rules.aliases import AliasTable, beside
from ..rules.aliases import read as read_aliases
from ..rules.load import REFERENCE, Source, library, load_source
from .console import progress
from .sources import Opened, Told, opened, setting

NOTHING_TOLD = Told()


@attrs.frozen
class Loaded:
    """A log with the agreement it is evaluated under.

    ``name`` is the log's, ``chosen`` the library id or the path of the agreement, ``chosen_by`` says who chose it,
    ``header`` is the log's first line where that names one, or the header of a table, ``lateness`` what a log's first
    line declares, ``notes`` how the log was read where it is not one of comply's own, ``names`` what names in it mean.
    """

    name: str
    source: Source
    log: Log
    chosen: str
    chosen_by: str
    header: bytes | None = None
    lateness: Duration | None = None
    notes: tuple[str, ...] = ()
    names: Names = attrs.field(factory=Names, eq=False)

    @property
    def agreement(self) -> Agreement:
        """The agreement."""
        return self.source.agreement


def read(agreement: str | None, name: str, told: Told = NOTHING_TOLD) -> Loaded:
    """Read a log under the agreement named, else the one its first line names, else the reference agreement.

    A file of another source is read as a log of its rows.

    Raises:
        AgreementError: the agreement cannot be used.
        LogError: the log cannot be read.
    """
    with ExitStack() as stack:
        stack.enter_context(_uncollected())
        file = stack.enter_context(open_log(name))
        if (table := opened(file, label(name), told)) is not None:
            return _read_table(agreement, name, table, told)
        lines = raw_lines(file)
        first = next(lines, None)
        says = _header_of(first, label(name))
        named = None if says is None else says.agreement
        chosen, chosen_by = _choose(agreement, named, name)
        source = _loaded(chosen, name, from_log=agreement is None and named is not None)
        rest = lines if named is not None or first is None else chain([first], lines)
        log = admit(_decoded(rest, label(name), source.agreement, says))
        written = None if first is None or says is None else first.data
        return Loaded(name, source, log, chosen, chosen_by, written, None if says is None else says.lateness)


def _read_table(agreement: str | None, name: str, table: Opened, told: Told) -> Loaded:
    """Read a file of another source; its rows name no agreement."""
    chosen, chosen_by = _choose(agreement, None, name)
    source = _loaded(chosen, name, from_log=False)
    aliases = aliases_for(source, told)
    names = Names() if aliases is None else aliases.of(table.source.name)
    under = setting(source.agreement, told, Names() if told.as_named else names)
    log = admit(progress("reading")(table.lines(under)))
    header_line = table.table.header.removesuffix(b"\n") or None
    notes = notes_on(table, under, aliases)
    return Loaded(name, source, log, chosen, chosen_by, header_line, notes=notes, names=names)


def notes_on(table: Opened, under: Setting, aliases: AliasTable | None) -> tuple[str, ...]:
    """How a table was read, once it was."""
    notes = [table.words, *table.table.notes]
    if aliases is not None and table.source.name in aliases.sets:
        notes.append(f"names of {table.source.title} are taken as {aliases.file} says")
    if not table.source.dated and under.recorded is None:
        notes.append(
            f"{table.source.title} does not say when its rows became known: each counts as known when what it tells "
            "of was over; --recorded says when the file was published"
        )
    return tuple(notes)


def aliases_for(source: Source, told: Told) -> AliasTable | None:
    """The table of aliases that was given, else the one beside the agreement.

    Raises:
        AgreementError: it cannot be used.
    """
    if told.aliases is None:
        file = str(PurePosixPath(source.file).with_name(ALIASES))
        return beside(source.folder, source.agreement, file)
    try:
        data = told.aliases.read_bytes()
    except OSError as error:
        location = Location(file=str(told.aliases))
        raise AgreementError(Problem(location=location, message=error.strerror or str(error))) from None
    return read_aliases(data, source.agreement, str(told.aliases))


def agreement_of(name: str) -> tuple[str, str, str | None]:
    """The agreement that a log's first line names, else the reference agreement: what, who says so, and as it stands.

    Raises:
        LogError: the log cannot be read, or its first line is a header that means nothing.
    """
    with open_log(name) as file:
        says = _header_of(next(raw_lines(file), None), label(name))
    named = None if says is None else says.agreement
    return *_choose(None, named, name), named


@contextmanager
def _uncollected() -> Iterator[None]:
    """Read without looking for circles of garbage: records make none, and the search would grow with the log."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _header_of(first: RawLine | None, file: str) -> Header | None:
    """What the first line says; one that is meant as a header and is none must not be passed over."""
    if first is None:
        return None
    says = header(first)
    mistake = None if says is not None else mistaken_header(first.data, file, first.number)
    if mistake is not None:
        raise LogError(mistake)
    return says


def _loaded(chosen: str, log: str, *, from_log: bool) -> Source:
    try:
        return load_source(chosen)
    except AgreementError as error:
        if not from_log:
            raise
        location = Location(file=label(log), line=1, path="$.agreement")
        said = Problem(location=location, message=f"names {chosen!r}", remedy="name another on the command line")
        raise AgreementError(said, *error.problems) from None


def _choose(agreement: str | None, named: str | None, log: str) -> tuple[str, str]:
    if agreement is not None:
        return agreement, "the command line"
    if named is None:
        return REFERENCE, "default"
    return _beside(named, log), "the log's first line"


def _beside(named: str, log: str) -> str:
    """A log may name a shipped agreement or a file beside itself, and nothing elsewhere: logs are untrusted."""
    if named in library():
        return named
    path = PurePosixPath(named)
    if path.is_absolute() or ".." in path.parts or any(character in named for character in "\\:\0"):
        location = Location(file=label(log), line=1, path="$.agreement")
        message = f"a log may not name the path {named!r}"
        raise LogError(Problem(location=location, message=message, remedy="give the agreement on the command line"))
    return str(Path(log).parent / path)


_MARK = b'"agreement"'
_HEADER = 40  # bytes within which a header says what it is; so records are not decoded twice


@attrs.define
class Decoder:
    """Decodes the lines of one log under an agreement, and hears what its header lines say.

    ``names`` are those by which a header may name the agreement. ``lateness`` is what the log declares; while it has
    declared none, and ``open`` says so, a header that comes later still can.
    """

    agreement: Agreement
    names: frozenset[str]
    lateness: Duration | None = None
    open: bool = False

    def line(self, raw: RawLine, file: str) -> Line | None:
        """One line; None where it is a header that says nothing else than what is known."""
        says = header(raw) if _MARK in raw.data[:_HEADER] else None
        if says is None:
            return decode(raw, file=file, zone=self.agreement.zone, taxonomy=self.agreement.taxonomy)
        if says.agreement not in self.names:
            return _misplaced(raw, file, "agreement", f"names another agreement, {says.agreement!r}")
        if self.open and self.lateness is None:
            self.lateness = says.lateness
        if says.lateness not in (None, self.lateness):
            return _misplaced(raw, file, "lateness", f"declares another lateness, {says.lateness}")
        return None


def _decoded(lines: Iterable[RawLine], file: str, agreement: Agreement, says: Header | None) -> Iterator[Line]:
    names = frozenset((agreement.base.id, *([says.agreement] if says else [])))
    decoder = Decoder(agreement, names, None if says is None else says.lateness)
    wrap = progress("reading")
    return (line for raw in wrap(lines) if (line := decoder.line(raw, file)) is not None)


def _misplaced(line: RawLine, file: str, field: str, what: str) -> Line:
    location = Location(file=file, line=line.number, path=f"$.{field}")
    remedy = "keep the incidents of each in a log of its own"
    problem = Problem(location=location, message=f"{what}, in the midst of the log", remedy=remedy)
    return Line(file=file, number=line.number, raw=line.data, content=problem)


def write_quarantine(loaded: Loaded, file: BinaryIO) -> None:
    """Write the rejected lines as they stood, under the log's own header; once mended the file is accepted as it is."""
    if loaded.header is not None:
        file.write(loaded.header + b"\n")
    for line in loaded.log.rejected:
        file.write(line.raw + b"\n")
