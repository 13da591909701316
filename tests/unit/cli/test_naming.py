"""``comply parties`` and ``comply places``: what is not known is counted and named, and never guessed."""

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
parties: {north: {name: Northern Army, aliases: [NA]}, south: {name: South}}
places: {strelsau: {name: Strelsau, pcode: RU01}}
phases: [{id: war, title: War}, {id: truce, title: Truce, at: "2016-09-12T16:00:00Z"}]
clauses:
  - {id: A, kind: prohibition, title: No attacks, citation: {document: t, text: none}, bearer: [north, south],
     act: {kind: attack}, during: truce}
"""
GED = """\
id,type_of_violence,side_a,side_b,where_prec,where_coordinates,date_prec,date_start,latitude,longitude
1,1,Northern army,Southern rebels,1,Strelsau,1,2016-09-13,1,1
2,1,Government,Southern rebels,4,Strelsau Province,1,2016-09-13,1,1
3,3,Northern Armies,Civilians,1,Hentzau,1,2016-09-13,1,1
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(AGREEMENT)
    (tmp_path / "ged.csv").write_text(GED)

    def runs(*arguments: str) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--agreement", "small.yaml"])

    return runs


def listed(result: Result) -> dict[str, tuple[int, list[str], list[str]]]:
    assert result.exit_code == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return {one["name"]: (one["count"], one["meant"], one["near"]) for one in found}


def test_parties_by_count_with_what_is_near(run):
    assert listed(run("parties", "ged.csv", "--format", "jsonl")) == {
        "Southern rebels": (4, [], []),
        "Civilians": (3, [], []),
        "Government": (2, [], []),
        "Northern Armies": (1, [], ["north"]),
        "Northern army": (2, ["north"], []),
    }


def test_the_nearest_is_named_and_not_taken(run):
    text = run("parties", "ged.csv").stdout
    assert "       1  Northern Armies; nearest: north\n" in text
    assert "       2  Northern army is north\n" in text
    assert "3 records; 4 names unknown, 1 known" in text


def test_a_table_of_aliases_says_whom_a_name_may_mean(run, tmp_path):
    (tmp_path / "a.yaml").write_text("ucdp-ged: {parties: {Government: [north, south], Southern rebels: unknown}}")
    found = listed(run("parties", "ged.csv", "--format", "jsonl", "--aliases", "a.yaml"))
    assert found["Government"] == (2, ["north", "south"], [])
    assert found["Southern rebels"] == (4, ["unknown"], [])
    assert "Government may be any of north, south" in run("parties", "ged.csv", "--aliases", "a.yaml").stdout
    assert "Government" not in run("parties", "ged.csv", "--aliases", "a.yaml", "--unknown").stdout


def test_places_and_how_many_are_located_otherwise(run):
    text = run("places", "ged.csv").stdout
    assert "       1  Hentzau (1 with a point or a code)\n" in text
    assert "       1  Strelsau Province; nearest: strelsau\n" in text
    assert "       1  Strelsau (1 with a point or a code) is strelsau\n" in text


def test_a_log_of_comply_is_listed_too(run, tmp_path):
    (tmp_path / "log.jsonl").write_text('{"id":"1","occurred":"2016-09-13","kind":"attack","actor":"NA","place":"X"}\n')
    assert listed(run("parties", "log.jsonl", "--format", "jsonl")) == {"NA": (1, ["north"], [])}
    assert listed(run("places", "log.jsonl", "--format", "jsonl")) == {"X": (1, [], [])}
