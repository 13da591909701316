"""``# comply: ignore[CODE] reason`` answers a finding, with a reason, where it stands."""

from __future__ import annotations

import pytest

from .small import findings

CLAUSE = """\
clauses:
  - id: withdraw{start}
    kind: obligation
    title: T
    citation: {{document: text, paraphrase: words}}{citation}
    bearer: north
    during: truce
    act: {{kind: withdrawal_of_forces}}{act}
"""


def codes(**comments: str) -> list[str]:
    given = {name: f"  # {words}" for name, words in comments.items()}
    return [finding.code for finding in findings(CLAUSE.format(**{"start": "", "citation": "", "act": "", **given}))]


def test_without_an_ignore_both_are_found():
    assert codes() == ["duty-without-deadline", "citation-without-basis"]


def test_on_the_line_of_the_clause_it_answers_for_the_whole_clause():
    assert codes(start="comply: ignore[citation-without-basis] no press report says more") == ["duty-without-deadline"]


def test_on_the_line_of_the_finding_it_answers_that_finding():
    assert codes(citation="comply: ignore[citation-without-basis] known") == ["duty-without-deadline"]


def test_several_codes_are_separated_by_commas():
    assert codes(start="comply: ignore[citation-without-basis, duty-without-deadline] as signed") == []


@pytest.mark.parametrize(
    "words", ["comply: ignore[duty-without-deadline]", "comply:ignore [ duty-without-deadline ]  "]
)
def test_without_a_reason_nothing_is_ignored_and_that_is_a_finding(words):
    assert sorted(codes(start=words)) == ["citation-without-basis", "duty-without-deadline", "ignore-without-reason"]


@pytest.mark.parametrize("words", ["comply: ignore all of it", "comply: ignore[] because"])
def test_an_ignore_that_names_no_code_is_a_finding(words):
    assert "ignore-of-nothing" in codes(start=words)


def test_an_ignore_that_meets_no_finding_is_a_finding():
    assert "ignore-of-nothing" in codes(act="comply: ignore[duty-without-deadline] on the wrong line")


def test_a_misspelt_code_names_the_nearest():
    text = CLAUSE.format(start="  # comply: ignore[duty-without-dedline] x", citation="", act="")
    (found,) = [finding for finding in findings(text) if finding.code == "ignore-of-nothing"]
    assert found.remedy == "did you mean 'duty-without-deadline'?"
    assert (found.location.line, found.location.column) == (2, 19)


def test_another_comment_is_none_of_its_business():
    assert codes(start="comply: see annex", act="ignore[duty-without-deadline] x") == [
        "duty-without-deadline",
        "citation-without-basis",
    ]
