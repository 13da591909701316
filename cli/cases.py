"""Finding case files and reading them with the agreements that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import attrs

from ..events.errors import Location, Problem
from ..events.suggest import did_you_mean
from ..rules.agreement import Agreement
from ..rules.case import Case, CaseError
from ..rules.load import library, load
from ..rules.script import parse_cases

FOLDER = "cases"
SUFFIXES = (".yaml", ".yml")
AGREEMENT = "agreement.yaml"


@attrs.frozen(kw_only=True)
class CaseFile:
    """A file of cases as it was read, with the agreement that they are of."""

    path: Path
    data: bytes
    agreement: Agreement
    cases: tuple[Case, ...]


def is_case_file(path: Path) -> bool:
    """Whether a file holds cases by its name: ``*.case.yaml``, or YAML in ``cases/`` beside an agreement.yaml."""
    if path.suffix not in SUFFIXES:
        return False
    beside = path.parent.name == FOLDER and (path.parent.parent / AGREEMENT).is_file()
    return beside or path.name.endswith(tuple(f".case{suffix}" for suffix in SUFFIXES))


def find(names: Iterable[str]) -> list[Path]:
    """The case files that paths and library ids name; the current folder where none is named.

    Raises:
        CaseError: a name that is neither, or under which there is no case file.
    """
    found: dict[Path, None] = {}
    problems = []
    for name in names or ["."]:
        files = sorted(_under(name))
        if not files:
            problems.append(_nothing(name))
        found.update(dict.fromkeys(files))
    if problems:
        raise CaseError(*problems)
    return list(found)


def _under(name: str) -> Iterator[Path]:
    path = Path(name)
    if not path.exists() and name in library():
        path = Path(str(resources.files("comply.rules").joinpath("library", name)))
    if path.name == AGREEMENT:
        path = path.parent
    if path.is_file():
        yield path
    elif path.is_dir():
        every = (one for one in path.rglob("*") if one.suffix in SUFFIXES and one.is_file())
        yield from (one for one in every if is_case_file(one))


def _nothing(name: str) -> Problem:
    remedy = None if Path(name).exists() else did_you_mean(name, library())
    remedy = remedy or f"cases stand in NAME.case.yaml, or in the folder {FOLDER}/ beside {AGREEMENT}"
    message = "no case file is here" if Path(name).exists() else "no such file, folder or library agreement"
    return Problem(location=Location(file=name), message=message, remedy=remedy)


def read(path: Path) -> CaseFile:
    """Read a case file.

    Raises:
        CaseError: the file is no readable file of cases.
        AgreementError: the agreement that it is of cannot be used.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = Problem(location=Location(file=str(path)), message=error.strerror or str(error))
        raise CaseError(problem) from None
    script = parse_cases(data, str(path))
    agreement = _agreement(path, script.written.agreement)
    return CaseFile(path=path, data=data, agreement=agreement, cases=script.cases(agreement))


def _agreement(path: Path, named: str | None) -> Agreement:
    if named is not None and named in library():
        return load(named)
    file = (path.parent / (named or f"../{AGREEMENT}")).resolve()
    if named is None and path.parent.name != FOLDER and not file.is_file():
        file = (path.parent / AGREEMENT).resolve()
    if file.is_dir():
        file /= AGREEMENT
    try:
        return _loaded(file, file.stat().st_mtime_ns)
    except OSError:
        return load(str(file))  # says why it cannot be read


@lru_cache(maxsize=64)
def _loaded(file: Path, changed: int) -> Agreement:  # noqa: ARG001  # the same file is loaded once until it changes
    return load(str(file))
