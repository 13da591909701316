"""``comply test``: try an agreement on its author cases."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs
import click

from ...engine.inference.protocol import InferenceUnavailableError
from ...engine.testing.trial import BOTH, Trial, run_case
from ...events.errors import AgreementError, Problem
from ...events.suggest import did_you_mean
from ...rules.case import Case, CaseError
from ..cases import CaseFile, find, read
from ..console import output, say, say_problems, writing
from ..exit import Exit
from ..reporters import trials as report

Suites = list[tuple[CaseFile, list[Trial]]]


@attrs.frozen(kw_only=True)
class Options:
    """What the command line says about a run."""

    words: tuple[str, ...]
    clauses: tuple[str, ...]
    inference: str
    verbose: bool
    reset: bool
    junit: Path | None

    def chosen(self, case: Case) -> bool:
        """Whether a case is to be run: by words of its name, and by the clauses that it says something about."""
        named = all(word.casefold() in case.name.casefold() for word in self.words)
        return named and (not self.clauses or not set(self.clauses).isdisjoint(case.concerned))


@click.command(
    epilog="""\b
Examples:
  comply test
  comply test us-russia-syria-2016 --clause C17
  comply test my-agreement/ --junit cases.xml

\b
Exit codes: 0 all pass, 1 failures, 2 usage, 3 bad agreement, 4 bad case file.""",
)
@click.argument("names", metavar="[PATH]...", nargs=-1)
@click.option(
    "-k", "words", multiple=True, metavar="WORD", help="Only cases with this in their name (repeatable: all)."
)
@click.option(
    "--clause", "clauses", multiple=True, metavar="ID", help="Only cases about this clause (repeatable: any)."
)
@click.option("--inference", type=click.Choice(["auto", "durable", "native", BOTH]), default="auto", show_default=True)
@click.option("--reset", is_flag=True, help="Rewrite what failing cases expect with what was found, in place.")
@click.option("--watch", is_flag=True, help="Run again whenever a case file or its agreement changes.")
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write the results as JUnit XML.")
@click.option("-v", "--verbose", is_flag=True, help="List the cases that pass too.")
def test(names: tuple[str, ...], watch: bool, **options: object) -> None:
    """Try agreements on their author cases.

    PATH is a case file, a folder, an agreement.yaml or a library id; by default the current folder. Case files are
    named NAME.case.yaml, or stand in the folder cases/ beside an agreement.yaml.
    """
    chosen = Options(**options)  # type: ignore[arg-type]
    code = run(names, chosen)
    if watch:
        from ..watch import changes

        for _ in changes(names):
            say("")
            run(names, chosen)
    raise SystemExit(int(code))


def run(names: Iterable[str], options: Options) -> Exit:
    """Run the cases once and report."""
    try:
        suites = [_suite(file, options) for file in _read(names)]
    except CaseError as error:
        say_problems(error.problems)
        return Exit.BAD_INPUT
    except AgreementError as error:
        say_problems(error.problems)
        return Exit.BAD_AGREEMENT
    except InferenceUnavailableError as error:
        raise click.UsageError(str(error)) from None
    if not any(trials for _, trials in suites):
        raise click.UsageError("no case is chosen; -k and --clause leave none" + _near(suites, options.clauses))
    return _report(suites, options)


def _read(names: Iterable[str]) -> list[CaseFile]:
    """Read every file before any case is run; the mistakes of all are told together."""
    files: list[CaseFile] = []
    problems: list[Problem] = []
    for path in find(names):
        try:
            files.append(read(path))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(*problems)
    return files


def _suite(file: CaseFile, options: Options) -> tuple[CaseFile, list[Trial]]:
    return file, [
        run_case(file.agreement, case, inference=options.inference) for case in file.cases if options.chosen(case)
    ]


def _near(suites: Suites, clauses: tuple[str, ...]) -> str:
    known = {clause.id for file, _ in suites for clause in file.agreement.base.clauses}
    near = [did_you_mean(name, known) for name in clauses if name not in known]
    return f" ({'; '.join(filter(None, near))})" if any(near) else ""


def _report(suites: Suites, options: Options) -> Exit:
    every = [trial for _, trials in suites for trial in trials]
    with writing():
        console = output()
        for file, trials in suites:
            report.write(file.path, trials, console, verbose=options.verbose)
        report.summary(every, sum(bool(trials) for _, trials in suites), console)
    for file, trials in suites if options.reset else ():
        _reset(file, trials)
    if options.junit is not None:
        _junit(suites, options.junit)
    return Exit.COMPLIANT if all(trial.passed for trial in every) else Exit.VIOLATIONS


def _reset(file: CaseFile, trials: list[Trial]) -> None:
    from ..rerecord import rerecord

    try:
        count = rerecord(file, trials)
    except CaseError as error:
        say_problems(error.problems)
        return
    except OSError as error:
        raise click.UsageError(f"cannot write {str(file.path)!r}: {error.strerror}") from None
    if count:
        say(f"{file.path}: {count} recorded anew; read the difference before you keep it", style="yellow")


def _junit(suites: Suites, path: Path) -> None:
    from ..reporters import junit

    try:
        junit.write([(file.path, trials) for file, trials in suites], path)
    except OSError as error:
        raise click.UsageError(f"cannot write {str(path)!r}: {error.strerror}") from None
