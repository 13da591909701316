"""Load an agreement: from a path, or from the library by its id."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

import attrs

from ..events.errors import AgreementError, Location, Problem
from ..events.suggest import did_you_mean
from .absent import with_absent
from .agreement import Agreement, Alternative, Reading, Terms
from .document import Entry, Mark, Node, parse
from .files import Folder, folder_of, no_folder, resource_folder
from .maps import Maps
from .path import Path as DocumentPath
from .resolve import check
from .structure import Builder, Mistake

REFERENCE = "us-russia-syria-2016"
"""The agreement that a log is evaluated under when neither the user nor the log names one."""

IMPLICIT_READING = "text"
"""The only reading of an agreement that declares none."""

_NAME = "agreement.yaml"


def library() -> tuple[str, ...]:
    """The ids of the shipped agreements."""
    root = resources.files(__package__).joinpath("library")
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.joinpath(_NAME).is_file()))


def shipped(name: str) -> tuple[bytes, Folder]:
    """The document of a shipped agreement, and what reads the files beside it."""
    shelf = resources.files(__package__).joinpath("library", name)
    return shelf.joinpath(_NAME).read_bytes(), resource_folder(shelf)


@attrs.frozen(kw_only=True)
class Source:
    """A loaded agreement with the document it stands in.

    Attributes:
        file: the document's name in messages.
        data: its bytes.
        root: the same as a tree.
        folder: what reads the files that it refers to.
        contents: those files, by the names that it calls them.
        marks: by reading, the position of every value by its path.
    """

    agreement: Agreement
    file: str
    data: bytes
    root: Node
    folder: Folder
    contents: Mapping[str, bytes]
    marks: Mapping[str, Mapping[DocumentPath, Mark]]


def load(name: str) -> Agreement:
    """Load an agreement by library id or by path.

    Raises:
        AgreementError: no such agreement, or mistakes in it, each with its place.
    """
    return load_source(name).agreement


def load_source(name: str) -> Source:
    """The same with its document.

    Raises:
        AgreementError: no such agreement, or mistakes in it, each with its place.
    """
    if name in library():
        data, folder = shipped(name)
        return loads_source(data, file=f"{name}/{_NAME}", folder=folder)
    path = Path(name)
    try:
        if path.is_dir() and (path / _NAME).is_file():
            path /= _NAME
        data = path.read_bytes()
    except FileNotFoundError:
        remedy = did_you_mean(name, library()) or "a path, or one of the library: " + ", ".join(library())
        raise _unreadable(name, "no such agreement", remedy) from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, getattr(error, "strerror", None) or str(error), None) from None
    return loads_source(data, file=str(path), folder=folder_of(path))


def _unreadable(name: str, message: str, remedy: str | None) -> AgreementError:
    return AgreementError(Problem(location=Location(file=name), message=message, remedy=remedy))


def loads(data: bytes, *, file: str = "<text>", folder: Folder = no_folder) -> Agreement:
    """Load an agreement from the bytes of its document; ``file`` names it in messages.

    ``folder`` reads the files that the document refers to. The digest covers the bytes of each of them: it is then the
    SHA-256 of what ``sha256sum - FILE...`` prints for the document and the files in the order of their names.

    Raises:
        AgreementError: with every mistake found under any reading.
    """
    return loads_source(data, file=file, folder=folder).agreement


def loads_source(data: bytes, *, file: str = "<text>", folder: Folder = no_folder) -> Source:
    """The same with its document.

    Raises:
        AgreementError: with every mistake found under any reading.
    """
    return built(parse(data, file), data, file=file, folder=folder)


def built(root: Node, data: bytes, *, file: str, folder: Folder) -> Source:
    """Build an agreement from a document that has been parsed; ``data`` is what its digest is taken of.

    Raises:
        AgreementError: with every mistake found under any reading.
    """
    if not isinstance(root.value, dict):
        remedy = "an agreement is written as keys with values, the first of them comply: 1"
        problem = Problem(location=Location(file=file, line=1, column=1), message="not a mapping", remedy=remedy)
        raise AgreementError(problem)
    names = _reading_names(root)
    terms: dict[str, Terms] = {}
    said: dict[Mistake, Problem] = {}
    maps = Maps(folder, file)
    alternatives: list[Alternative] = []
    marks: dict[str, Mapping[DocumentPath, Mark]] = {}
    for name in names:
        builder = Builder(file=file, reading=name, known_readings=names)
        record = builder.build(Terms, root)
        if record is not None:
            check(record, builder)
            terms[name] = _with_readings(maps.filled(record, builder))
        said |= {**builder.said, **said}
        alternatives = alternatives or builder.alternatives
        marks[name] = builder.marks
    problems = dict.fromkeys((*said.values(), *maps.problems))
    if problems:
        raise AgreementError(*problems)
    agreement = Agreement(terms=with_absent(terms), alternatives=tuple(alternatives), digest=maps.digest(data))
    return Source(
        agreement=agreement, file=file, data=data, root=root, folder=folder, contents=maps.contents, marks=marks
    )


def _reading_names(root: Node) -> tuple[str, ...]:
    """The declared readings in the document's order, the base reading first."""
    entry = root.value.get("readings") if isinstance(root.value, dict) else None
    if not isinstance(entry, Entry) or not isinstance(entry.node.value, dict) or not entry.node.value:
        return (IMPLICIT_READING,)
    return tuple(entry.node.value)


def _with_readings(terms: Terms) -> Terms:
    if terms.readings:
        return terms
    return attrs.evolve(terms, readings={IMPLICIT_READING: Reading(id=IMPLICIT_READING, title="The text as it stands")})
