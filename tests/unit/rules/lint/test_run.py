"""How lints are run: under every reading, merged, in the document's order; another's lint cannot stop the check."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from comply.rules.lint.base import Found, Lint
from comply.rules.lint.registry import LINTS, plugins
from comply.rules.lint.run import check

from .small import findings, source

READINGS = "readings: {one: {title: One}, two: {title: Two}, three: {title: Three}}\n"


def _found(subject):
    yield Found(("clauses", 0), "seen")


def _fail(subject):
    raise ValueError("oops")


GOOD = Lint(code="good", title="Good", severity="note", check=_found)
BAD = Lint(code="bad", title="Bad", severity="note", check=_fail)
TAKEN = Lint(code="contradiction", title="Taken", severity="note", check=_found)
GRAVE = Lint(code="grave", title="Grave", severity="fatal", check=_found)  # type: ignore[arg-type]
NO_LINT = object()


def words(fragment: str, code: str) -> list[str]:
    return [finding.words for finding in findings(READINGS + fragment) if finding.code == code]


def duty(deadline: str) -> str:
    return (
        "clauses:\n  - {id: a, kind: obligation, CITED, bearer: north, during: truce, act: {kind: aid},\n"
        f"     within: {{readings: {{{deadline}}}}}}}\n"
    )


def test_a_finding_under_all_readings_is_one_and_says_nothing_of_them():
    (text,) = words(
        "clauses:\n  - {id: a, kind: obligation, CITED, bearer: north, act: {kind: aid}}", "duty-without-deadline"
    )
    assert "reading" not in text


def test_a_finding_says_under_which_readings_it_holds():
    (text,) = words(duty("default: 48h, two: ~"), "duty-without-deadline")
    assert text.endswith(" (under reading two)")
    (text,) = words(duty("default: ~, two: 48h"), "duty-without-deadline")
    assert text.endswith(" (under readings one, three)")


def test_findings_come_in_the_order_of_the_document():
    text = "clauses:\n" + "".join(
        f"  - {{id: {name}, kind: obligation, CITED, bearer: north, during: truce, act: {{kind: aid}}}}\n"
        for name in "ba"
    )
    lines = [finding.location.line for finding in findings(text)]
    assert lines == sorted(lines)
    assert len(lines) == 2


def test_a_lint_of_another_distribution_is_run_beside_ours():
    found = check(source(""), (GOOD,), trusted=LINTS)
    assert [(finding.code, finding.clause, finding.location.line) for finding in found] == [("good", "calm", 3)]


def test_a_lint_of_another_distribution_that_fails_is_reported():
    (finding,) = check(source(""), (BAD,))
    assert finding.code == "lint-failed"
    assert finding.message == "the lint 'bad' failed: ValueError: oops"


def test_an_error_in_one_of_ours_is_ours():
    with pytest.raises(ValueError, match="oops"):
        check(source(""), (), trusted=(BAD,))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("TAKEN", "the code 'contradiction' is taken"),
        ("GRAVE", "its severity 'fatal' is none of note, warning, error"),
        ("NO_LINT", "it is no Lint"),
        ("NOT_THERE", "AttributeError: "),
    ],
)
def test_an_entry_point_that_cannot_be_used_is_reported(name, why, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "some_plugin", __import__("sys").modules[__name__])
    found = plugins([EntryPoint("mine", f"some_plugin:{name}", "comply.lints")])
    assert found.lints == ()
    (reason,) = found.broken
    assert reason.startswith(f"the lint 'mine' (some_plugin:{name}) cannot be used: {why}")


def test_an_entry_point_that_names_a_lint_is_used_once(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "some_plugin", __import__("sys").modules[__name__])
    point = EntryPoint("mine", "some_plugin:GOOD", "comply.lints")
    found = plugins([point, EntryPoint("other", "some_plugin:GOOD", "comply.lints")])
    assert found.lints == (GOOD,)
    assert len(found.broken) == 1
