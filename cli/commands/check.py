"""``comply check``: find the mistakes of an agreement before an incident does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

import attrs
import click

from ...events.errors import AgreementError, Location, Problem
from ...events.suggest import did_you_mean
from ...rules.lint.base import SEVERITIES, Finding, Severity
from ...rules.lint.ignores import CODES
from ...rules.lint.registry import LINTS, Plugins, plugins
from ...rules.lint.run import FAILED
from ...rules.lint.run import check as lint
from ...rules.load import load_source
from ..console import say, text_output, writing
from ..exit import Exit
from ..words import counted

FORMATS = ("text", "json", "sarif", "github")
BROKEN = "agreement"
"""The code of what keeps an agreement from being loaded."""


@attrs.frozen(kw_only=True)
class Checked:
    """What was found in the agreements; ``titles`` are what the codes mean, ``broken`` those that do not load."""

    findings: tuple[Finding, ...]
    titles: Mapping[str, str]
    checked: int
    broken: int


@click.command(
    epilog="""\b
Examples:
  comply check my-agreement.yaml
  comply check us-russia-syria-2016 --fail-on warning --ignore unused-party
  comply check agreements/*.yaml --format sarif > check.sarif

\b
In the document, '# comply: ignore[CODE] reason' on a finding's line, or on the
line on which its clause starts, answers it.

\b
Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, 3 an agreement
that does not load.""",
)
@click.argument("agreements", metavar="AGREEMENT...", nargs=-1, required=True)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print."
)
@click.option(
    "--fail-on",
    type=click.Choice([*reversed(SEVERITIES)]),
    default="error",
    show_default=True,
    help="The least severity that ends with exit code 1.",
)
@click.option("--select", metavar="CODES", help="Report only these findings (separated by commas).")
@click.option("--ignore", metavar="CODES", help="Do not report these findings.")
def check(agreements: tuple[str, ...], format_: str, fail_on: Severity, select: str | None, ignore: str | None) -> None:
    """Check agreements, each a library id or a path: form, then names, then what a careful reader would ask."""
    found = plugins()
    titles = _titles(found)
    chosen = _codes(select, titles, "--select")
    left_out = _codes(ignore, titles, "--ignore") or set()
    checked = _check(dict.fromkeys(agreements), found, titles)
    shown = tuple(
        finding
        for finding in checked.findings
        if finding.code == BROKEN or ((chosen is None or finding.code in chosen) and finding.code not in left_out)
    )
    for words in found.broken:
        say(words, style="yellow")
    _write(attrs.evolve(checked, findings=shown), format_)
    raise SystemExit(int(_exit(checked, shown, fail_on)))


def _titles(found: Plugins) -> dict[str, str]:
    lints = {lint.code: lint.title for lint in (*LINTS, *found.lints)}
    return {BROKEN: "Agreement that does not load", **lints, **CODES, FAILED: "Lint that failed"}


def _codes(text: str | None, known: Mapping[str, str], option: str) -> set[str] | None:
    if text is None:
        return None
    codes = {code for part in text.split(",") if (code := part.strip())}
    for code in sorted(codes):
        if code not in known:
            remedy = did_you_mean(code, known) or "one of " + ", ".join(sorted(known))
            raise click.BadParameter(f"no finding has the code {code!r} ({remedy})", param_hint=option)
    return codes


def _check(names: Mapping[str, None], found: Plugins, titles: Mapping[str, str]) -> Checked:
    findings: list[Finding] = []
    broken = 0
    for name in names:
        try:
            findings += lint(load_source(name), found.lints, trusted=LINTS)
        except AgreementError as error:
            broken += 1
            findings += [_of_problem(problem) for problem in error.problems]
    return Checked(findings=tuple(findings), titles=titles, checked=len(names), broken=broken)


def _of_problem(problem: Problem) -> Finding:
    location: Location = problem.location
    return Finding(code=BROKEN, severity="error", location=location, message=problem.message, remedy=problem.remedy)


def _exit(checked: Checked, shown: tuple[Finding, ...], fail_on: Severity) -> Exit:
    if checked.broken:
        return Exit.BAD_AGREEMENT
    grave = SEVERITIES[SEVERITIES.index(fail_on) :]
    return Exit.VIOLATIONS if any(finding.severity in grave for finding in shown) else Exit.COMPLIANT


def _write(checked: Checked, format_: str) -> None:
    reporter = import_module(f"...reporters.check_{format_}", __name__)
    text: Callable[..., str] = reporter.text
    with writing():
        text_output().write(text(checked.findings, titles=checked.titles))
    counts = {severity: sum(one.severity == severity for one in checked.findings) for severity in SEVERITIES}
    listed = ", ".join(counted(counts[severity], severity) for severity in reversed(SEVERITIES))
    say(f"{checked.checked} checked, {checked.broken} of them not loaded: {listed}")
