"""``comply explain``, ``why-not``, ``compare`` and ``what-if`` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from comply.cli.main import cli

AGREEMENT = """\
comply: 1
id: small
title: A small truce
documents: {t: {title: The text}}
readings: {letter: {title: The letter}, north: {title: The north, held_by: North}}
parties: {north: {name: North, answers_to: patron}, south: {name: South}, patron: {name: Patron}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}, {id: peace, title: Peace}]
clauses:
  - id: A
    kind: prohibition
    title: No attacks
    citation: {document: t, paragraph: "1", text: no attacks}
    bearer: {readings: {default: [north, south], north: south}, because: The north says that it is not bound.}
    act: {kind: attack}
    during: truce
  - {id: calm, kind: condition, title: Calm, citation: {document: t, text: five days}, for: 5 days,
     broken_by_breach_of: A, during: truce, on_met: {enter: peace}}
  - {id: aid, kind: obligation, title: Aid, citation: {document: t, text: aid}, bearer: south, during: truce,
     act: {kind: aid_delivery}, within: 3 days}
  - {id: law, kind: prohibition, title: The law, citation: {document: t, text: law}, not_evaluated: It is too vague.}
"""
RECORDS = (
    {"id": "w1", "occurred": "2019-12-31T23:00:00Z", "kind": "shelling", "actor": "north"},
    {"id": "a1", "occurred": "2020-01-02T00:00:00Z", "kind": "shelling", "actor": "north", "reliability": "B2",
     "summary": "Shells fall.", "sources": [{"publisher": "A paper", "date": "2 January"}]},
    {"id": "s1", "occurred": "2020-01-03T00:00:00Z", "kind": "statement", "actor": "south"},
    {"id": "s2", "occurred": "2020-01-08T00:00:00Z", "kind": "statement", "actor": "south"},
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "small.yaml").write_text(AGREEMENT)
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def comply(*arguments: str, code: int = 0) -> str:
    result: Result = CliRunner(env={"NO_COLOR": "1", "COLUMNS": "120"}).invoke(cli, list(arguments))
    assert result.exit_code == code, result.output
    return result.stdout if code != 2 else result.stderr


def finding(clause: str, *options: str) -> dict:
    lines = CliRunner().invoke(cli, ["evaluate", "small.yaml", "log.jsonl", "--format", "jsonl", *options]).stdout
    entries = map(json.loads, lines.splitlines())
    return next(entry for entry in entries if entry["type"] == "finding" and entry["clause"] == clause)


# Explain


def test_the_report_names_each_finding_by_the_id_that_explains_it(folder):
    shown = comply("evaluate", "small.yaml", "log.jsonl", code=1)
    assert finding("A")["id"] in shown


def test_down_to_the_words_and_to_the_line_of_the_log(folder):
    shown = comply("explain", finding("A")["id"], "small.yaml", "log.jsonl")
    assert "breach of A, No attacks" in shown
    assert "Who: by north; answerable: patron." in shown
    assert "Not under: north (why not: comply why-not A a1)." in shown
    assert "Word for word: “no attacks” — The text, paragraph 1" in shown
    assert "The text is read differently (bearer) — default: [north, south]; north: south" in shown
    assert "a1, log.jsonl:2: reported, B2" in shown
    assert "“Shells fall.”" in shown
    assert "source: A paper, 2 January" in shown
    assert "Why, under letter (certain)" in shown
    assert "The kind of act asked for is attack; the report says shelling: it fits." in shown


def test_as_a_tree_and_as_data(folder):
    name = finding("A")["id"]
    assert "├── a1 is an act that is meant." in comply("explain", name, "small.yaml", "log.jsonl", "--format", "tree")
    data = json.loads(comply("explain", name[:6], "small.yaml", "log.jsonl", "--format", "json"))
    assert data["id"] == name
    assert data["reports"][0]["line"] == 2
    assert data["grounds"][0]["proof"]["parts"][0]["sentence"] == "a1 is an act that is meant."
    assert data["does_not_follow_under"] == ["north"]


def test_what_stands_nowhere_in_the_log_is_said_to_be_missing(folder):
    shown = comply("explain", finding("aid")["id"], "small.yaml", "log.jsonl")
    assert "None: an act is missing." in shown
    assert "no act met it" in shown


def test_a_finding_that_there_is_not(folder):
    name = finding("A")["id"]
    said = comply("explain", name[:-1] + "x", "small.yaml", "log.jsonl", code=2)
    assert f"did you mean '{name}'?" in said
    assert "begins the ids of" in comply("explain", "F-", "small.yaml", "log.jsonl", code=2)
    assert "there is no finding 'zzz'" in comply("explain", "zzz", "small.yaml", "log.jsonl", code=2)


def test_the_options_of_evaluate_say_which_findings_there_are(folder):
    name = finding("A")["id"]
    assert "no finding" in comply("explain", name, "small.yaml", "log.jsonl", "--as-of", "2020-01-01T00:00:00Z", code=2)
    assert "Not under" not in comply("explain", name, "small.yaml", "log.jsonl", "--reading", "letter")


# Why not


def test_which_test_failed_under_which_reading_and_what_would_have_sufficed(folder):
    shown = comply("why-not", "A", "a1", "small.yaml", "log.jsonl")
    assert "Under letter" in shown
    assert f"Found all the same: {finding('A')['id']}" in shown
    assert "It must be done by south; the report names north: it does not fit." in shown
    assert "It would have sufficed that it were done by south." in shown


def test_the_time_was_not_right(folder):
    shown = comply("why-not", "A", "w1", "small.yaml", "log.jsonl", "--reading", "letter")
    assert "the time is phase war, at 2019-12-31T23:00:00Z: it was not in force." in shown
    assert "sufficed that it happened while the clause was in force, during truce." in shown


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("calm", "It must hold for 5 days without a break; broken by a1; holding since 2020-01-02"),
        ("aid", "The reports that came nearest:"),
        ("A", "s1: it would have sufficed that"),
        ("law", "It is too vague."),
    ],
)
def test_of_a_clause(folder, clause, words):
    shown = comply("why-not", clause, "small.yaml", "log.jsonl", "--until", "2020-01-06T00:00:00Z")
    assert words in " ".join(shown.split())
    data = json.loads(comply("why-not", clause, "small.yaml", "log.jsonl", "--format", "json"))
    assert data["clause"] == clause
    assert data["answers"][0]["statements"]


def test_an_act_for_a_duty_that_is_open(folder):
    shown = comply("why-not", "aid", "s1", "small.yaml", "log.jsonl")
    assert "As an act that meets it: it is none." in shown
    assert "It would have sufficed that the kind of act were aid_delivery" in shown


def test_names_that_there_are_not(folder):
    assert "no clause 'B'" in comply("why-not", "B", "small.yaml", "log.jsonl", code=2)
    assert "no incident 'a2' was evaluated" in comply("why-not", "A", "a2", "small.yaml", "log.jsonl", code=2)


# Compare


def test_two_readings_and_the_word_on_which_they_part(folder):
    shown = comply("compare", "small.yaml", "log.jsonl", "--to-reading", "north", code=1)
    assert "A.bearer: “[north, south]” → “south”" in shown
    assert "A  No attacks: violated → satisfied" in shown
    assert shown.count("The smallest set of changes that makes") == 3  # the phases, A and calm


def test_two_drafts(folder):
    (folder / "later.yaml").write_text(AGREEMENT.replace("5 days", "8 days").replace("3 days", "9 days"))
    shown = comply("compare", "small.yaml", "log.jsonl", "--to-agreement", "later.yaml", code=1)
    calm = shown[shown.index("calm  Calm") :].split("aid  Aid")[0]
    assert "calm.for: “5 days” → “8 days”" in calm
    assert "aid.within" not in calm


def test_two_logs(folder):
    (folder / "other.jsonl").write_text(
        "".join(json.dumps(record) + "\n" for record in RECORDS if record["id"] != "a1")
        + json.dumps({"id": "x", "occurred": "2020-01-02T12:00:00Z", "kind": "aid_delivery", "actor": "south"})
    )
    data = json.loads(
        comply("compare", "small.yaml", "log.jsonl", "--to-log", "other.jsonl", "--format", "json", code=1)
    )
    causes = {one.get("clause", "phases"): one["cause"] for one in data["differences"]}
    assert causes["A"]["changes"] == [{"record": "a1", "change": "dropped"}]
    assert causes["aid"]["changes"] == [{"record": "x", "change": "added"}]
    assert all(cause["smallest"] and cause["none_can_be_left_out"] for cause in causes.values())


def test_two_instants_of_knowledge(folder):
    early, late = "2020-01-01T12:00:00Z", "2020-01-02T12:00:00Z"
    shown = comply("compare", "small.yaml", "log.jsonl", "--as-of", early, "--to-as-of", late, code=1)
    assert "added: a1 (reported): Shells fall. [A paper]" in shown


def test_nothing_is_different(folder):
    shown = comply("compare", "small.yaml", "log.jsonl", "--to-log", "log.jsonl")
    assert "What differs in what was evaluated: nothing" in shown
    assert "What is different in consequence: nothing" in shown


def test_the_tries_run_out(folder):
    (folder / "none.jsonl").write_text(json.dumps(RECORDS[0]) + "\n")
    shown = comply("compare", "small.yaml", "log.jsonl", "--to-log", "none.jsonl", "--tries", "1", code=1)
    assert "the tries ran out" in shown
    assert "set of changes" not in comply(
        "compare", "small.yaml", "log.jsonl", "--to-log", "none.jsonl", "--no-causes", code=1
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "say what to compare with"),
        (["--to-reading", "nort"], "did you mean 'north'?"),
        (["--to-reading", "north", "--to-agreement", "small.yaml"], "within one document"),
        (["--to-reading", "north", "--reading", "letter", "--reading", "north"], "name one reading"),
    ],
)
def test_what_cannot_be_compared(folder, options, words):
    assert words in comply("compare", "small.yaml", "log.jsonl", *options, code=2)


# What if


def test_an_incident_less(folder):
    shown = comply("what-if", "small.yaml", "log.jsonl", "--drop", "a1", code=1)
    assert "dropped: a1 (reported): Shells fall. [A paper]" in shown
    assert "- " + finding("A")["id"] in shown


def test_a_dropped_incident_takes_its_corrections_with_it(folder):
    correction = {**RECORDS[1], "id": "a2", "supersedes": "a1", "recorded": "2020-01-05T00:00:00Z"}
    log = folder / "log.jsonl"
    log.write_text(log.read_text() + json.dumps(correction) + "\n")
    shown = comply("what-if", "small.yaml", "log.jsonl", "--drop", "a2", code=1)
    assert "dropped: a1" in shown
    assert "+ F-" not in shown.split("calm  Calm")[0].split("A  No attacks")[1]


def test_an_incident_more_or_at_another_time(folder):
    record = '{"id":"x","occurred":"2020-01-02T12:00:00Z","kind":"aid_delivery","actor":"south"}'
    shown = comply("what-if", "small.yaml", "log.jsonl", "--add", record, "--move", "a1", "-26h", code=1)
    assert "(2020-01-02T00:00:00Z → 2019-12-31T22:00:00Z)" in shown
    assert "aid  Aid: violated → satisfied" in shown


def test_another_duration_and_back(folder):
    shown = comply("what-if", "small.yaml", "log.jsonl", "--set", "aid.within", "9 days", code=1)
    assert "aid.within: “3 days” → “9 days”" in shown
    assert "aid  Aid: violated → lapsed" in shown
    assert "nothing" in comply("what-if", "small.yaml", "log.jsonl", "--set", "aid.within", "3 days")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ([], 2, "say what would be otherwise"),
        (["--drop", "a2"], 2, "the log has no incident 'a2' (one of w1, a1, s1, s2)"),
        (["--add", "{"], 2, "--add:1"),
        (["--add", json.dumps(RECORDS[0])], 2, "has a record 'w1' already"),
        (["--move", "a1", "+soon"], 2, "--move a1"),
        (["--move", "a1", "2020-01-02T00:00:00"], 2, "--move a1"),
        (["--set", "aid.withn", "9 days"], 2, "did you mean 'aid.within'"),
    ],
)
def test_what_cannot_be_otherwise(folder, options, code, words):
    assert words in comply("what-if", "small.yaml", "log.jsonl", *options, code=code)


def test_a_value_that_makes_it_no_agreement_is_refused_with_its_place(folder):
    result = CliRunner().invoke(cli, ["what-if", "small.yaml", "log.jsonl", "--set", "aid.within", "soon"])
    assert result.exit_code == 3
    assert "small.yaml:19:" in result.stderr
    assert "aid" in result.stderr
