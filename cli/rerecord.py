"""Recording cases anew: what failed is rewritten with what was found, and all else of the file stays as it was."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.util import load_yaml_guess_indent

from ..engine.testing.compare import as_expected, pair
from ..engine.testing.trial import Trial, phases_of, verdict_of
from ..rules.names import EVERY_READING
from .files import replace


def rerecord(path: Path, trials: Sequence[Trial]) -> int:
    """Rewrite in a case file what its failing cases expect; the file is replaced in one step. Says how many were."""
    failing = [trial for trial in trials if {one.concerns for one in trial.failures} - {"inference"}]
    if not failing:
        return 0
    text = path.read_text(encoding="utf-8")
    yaml, document = _round_trip(text)
    for trial in failing:
        _case(document["cases"][trial.case.number], trial)
    with io.StringIO() as made:
        yaml.dump(document, made)
        replace(path, made.getvalue().encode())
    return len(failing)


def _round_trip(text: str) -> tuple[YAML, Any]:
    _, indent, offset = load_yaml_guess_indent(text)
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 10_000  # lines are the author's to break
    yaml.indent(mapping=2, sequence=indent or 2, offset=offset or 0)
    return yaml, yaml.load(text)


def _case(case: CommentedMap, trial: Trial) -> None:
    concerned = {failure.concerns for failure in trial.failures}
    if "ok" in concerned:
        _absences(case, trial)
    if concerned & {"ok", "expect"}:
        _findings(case, trial)
    if "verdicts" in concerned:
        verdicts = {verdict.clause: verdict for verdict in trial.evaluation.verdicts}
        for clause in case["verdicts"]:
            case["verdicts"][clause] = _answers(case["verdicts"][clause], verdict_of(verdicts[clause]))
    if "phases" in concerned:
        case["phases"] = _answers(case["phases"], phases_of(trial.evaluation))


def _absences(case: CommentedMap, trial: Trial) -> None:
    """Take out of ``ok`` what was found; it is then listed under ``expect``."""
    wrong = {failure.location for failure in trial.failures if failure.concerns == "ok"}
    listed = case["ok"] if isinstance(case["ok"], list) else CommentedSeq([case["ok"]])
    for number in reversed(range(len(trial.case.absent))):
        if trial.case.absent[number].location in wrong:
            del listed[number]
    case["ok"] = listed
    if not listed:
        del case["ok"]


def _findings(case: CommentedMap, trial: Trial) -> None:
    """Keep the expectations that were met as they stand, and list what else was found of the clauses concerned."""
    expected = trial.case.expected or ()
    pairs = pair(expected, trial.evaluation.findings)
    wrong = {failure.location for failure in trial.failures if failure.concerns == "ok"}
    clauses = trial.case.exact | {one.clause for one in trial.case.absent if one.location in wrong}
    listed = case.get("expect", CommentedSeq())
    listed = listed if isinstance(listed, list) else CommentedSeq([listed])
    for number in reversed(range(len(expected))):
        if number not in pairs:
            del listed[number]
    for at, finding in enumerate(trial.evaluation.findings):
        if finding.clause in clauses and at not in pairs.values():
            listed.append(_flow(as_expected(finding, trial.evaluation.readings)))
    case["expect"] = listed


def _flow(fields: dict[str, Any]) -> CommentedMap:
    made = CommentedMap(fields)
    made.fa.set_flow_style()
    return made


def _answers(written: Any, found: dict[str, tuple[str, ...]]) -> Any:
    """The answers found, for the readings that were asked about; one word for all only where they share it."""
    if isinstance(written, dict):
        for name in written:
            written[name] = _words(found[name])
        return written
    return _words(found[EVERY_READING])


def _words(words: tuple[str, ...]) -> Any:
    return words[0] if len(words) == 1 else list(words)
