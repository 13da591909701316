"""Recording cases anew: what failed is rewritten with what was found, and all else of the file stays as it was.

What is to be written is read again before it is: it must say the same but for what was recorded anew, and what was
recorded must be what was found. Otherwise the file is left as it was.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node

from ..engine.testing.compare import as_expected, pair
from ..engine.testing.trial import Trial, failures_of, phases_of, verdict_of
from ..events.errors import AgreementError, Location, Problem
from ..rules import document
from ..rules.case import CaseError
from ..rules.names import EVERY_READING
from ..rules.script import parse_cases
from .cases import CaseFile
from .files import replace
from .splice import Edit, Pair, Source, flow, items, pairs

_RECORDED = ("expect", "ok", "verdicts", "phases")


def rerecord(file: CaseFile, trials: Sequence[Trial]) -> int:
    """Rewrite in a case file what its failing cases expect; the file is replaced in one step. Says how many were.

    Raises:
        CaseError: it cannot be rewritten without a change of something else; it is as it was.
        OSError: it cannot be written; it is as it was.
    """
    failing = [trial for trial in trials if {one.concerns for one in trial.failures} - {"inference"}]
    if not failing:
        return 0
    if file.path.read_bytes() != file.data:
        raise _left(file, "it was changed while its cases ran", "run them again")
    after = _rewritten(file.data, failing)
    if not _says_the_same(after, file, failing):
        message = "it cannot be recorded anew without a change of something else that it says"
        raise _left(file, message, "write what is expected by hand, and without anchors")
    replace(file.path, after)
    return len(failing)


def _left(file: CaseFile, message: str, remedy: str) -> CaseError:
    location = Location(file=str(file.path))
    return CaseError(Problem(location=location, message=f"left as it was: {message}", remedy=remedy))


def _rewritten(data: bytes, failing: Sequence[Trial]) -> bytes:
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    source = Source.of(data.removeprefix(mark).decode())
    _, cases = pairs(source.root)["cases"]
    edits = [edit for trial in failing for edit in _case(source, items(cases)[trial.case.number], trial)]
    return mark + source.changed(edits).encode()


def _case(source: Source, case: Node, trial: Trial) -> Iterator[Edit]:
    written = pairs(case)
    concerned = {failure.concerns for failure in trial.failures}
    if concerned & {"ok", "expect"}:
        yield from _findings(source, case, trial)
    if "verdicts" in concerned:
        verdicts = {verdict.clause: verdict for verdict in trial.evaluation.verdicts}
        for clause, one in pairs(written["verdicts"][1]).items():
            yield from _answers(source, one, verdict_of(verdicts[clause]))
    if "phases" in concerned:
        yield from _answers(source, written["phases"], phases_of(trial.evaluation))


def _findings(source: Source, case: Node, trial: Trial) -> Iterator[Edit]:
    """Keep the expectations that were met as they stand, and list what else was found of the clauses concerned.

    What must not be found and was is taken out of ``ok``; it is then listed under ``expect``.
    """
    written = pairs(case)
    expected, found = trial.case.expected or (), trial.evaluation.findings
    met = pair(expected, found)
    wrong = {failure.location for failure in trial.failures if failure.concerns == "ok"}
    gone = [number for number, one in enumerate(trial.case.absent) if one.location in wrong]
    clauses = {*trial.case.exact, *(trial.case.absent[number].clause for number in gone)}
    if "expect" not in written:
        clauses.update(trial.case.about)  # from now on all that is found of them must be listed
    taken = set(met.values())
    new = [
        flow(as_expected(finding, trial.evaluation.readings))
        for at, finding in enumerate(found)
        if finding.clause in clauses and at not in taken
    ]
    emptied = bool(gone) and len(gone) == len(trial.case.absent)
    if "expect" in written:
        unmet = [number for number in range(len(expected)) if number not in met]
        yield from source.listed(written["expect"], unmet, new)
        yield from source.without(case, written["ok"]) if emptied else _fewer(source, written, gone)
    elif emptied:
        yield from source.renamed(written["ok"], f"expect: [{', '.join(new)}]")
    else:
        yield from source.added(case, f"expect: [{', '.join(new)}]")
        yield from _fewer(source, written, gone)


def _fewer(source: Source, written: Mapping[str, Pair], gone: Sequence[int]) -> Iterator[Edit]:
    if gone:
        yield from source.listed(written["ok"], gone, ())


def _answers(source: Source, written: Pair, found: Mapping[str, tuple[str, ...]]) -> Iterator[Edit]:
    """The answers found, for the readings that were asked about; one word for all only where they share it."""
    if isinstance(written[1], MappingNode):
        for name, one in pairs(written[1]).items():
            yield from source.valued(one, _words(found[name]))
    else:
        yield from source.valued(written, _words(found[EVERY_READING]))


def _words(words: tuple[str, ...]) -> str:
    return flow(words[0] if len(words) == 1 else list(words))


def _says_the_same(after: bytes, file: CaseFile, failing: Sequence[Trial]) -> bool:
    try:
        rest = _rest(file.data, failing) == _rest(after, failing)
        cases = parse_cases(after, str(file.path)).cases(file.agreement)
    except (AgreementError, CaseError):
        return False
    return rest and not any(failures_of(cases[trial.case.number], trial.evaluation) for trial in failing)


def _rest(data: bytes, failing: Sequence[Trial]) -> Any:
    """What a file of cases says, as it is written, without what is recorded anew."""
    said = _plain(document.parse(data, ""))
    cases = said["cases"] if isinstance(said["cases"], list) else [said["cases"]]
    for trial in failing:
        for key in _RECORDED:
            cases[trial.case.number].pop(key, None)
    return {**said, "cases": cases}


def _plain(node: document.Node) -> Any:
    if isinstance(node.value, str):
        return node.value, node.plain
    if isinstance(node.value, list):
        return [_plain(item) for item in node.value]
    return {key: _plain(entry.node) for key, entry in node.value.items()}
