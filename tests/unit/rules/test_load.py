"""An agreement is loaded from a path, a folder or its bytes, under every reading it declares."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from comply.events.duration import Duration
from comply.events.errors import AgreementError
from comply.events.time import HOUR
from comply.rules.agreement import Alternative, Evidence
from comply.rules.clauses import Condition, Prohibition, Unevaluated
from comply.rules.load import IMPLICIT_READING, library, load, loads

Amended = Callable[..., bytes]
NO_READINGS = (
    ("readings:\n  plain: {title: As it is written}\n  hourly: {title: As the South takes it, held_by: south}\n", ""),
    ("{default: 7 days, hourly: 168h}", "{default: 7 days}"),
)


def test_a_path_a_folder_and_the_bytes_give_the_same_agreement(truce: str, tmp_path: Path) -> None:
    file = tmp_path / "agreement.yaml"
    file.write_text(truce, encoding="utf-8")
    assert load(str(file)) == load(str(tmp_path)) == loads(truce.encode())


def test_the_digest_is_of_the_bytes_of_the_document(truce: str) -> None:
    assert loads(truce.encode()).digest == hashlib.sha256(truce.encode()).hexdigest()
    assert loads(truce.encode()).digest != loads(truce.encode() + b"# more\n").digest


def test_readings_stand_in_the_order_of_the_document_the_base_reading_first(amended: Amended, truce: str) -> None:
    agreement = loads(truce.encode())
    assert (list(agreement.terms), agreement.base_reading) == (["plain", "hourly"], "plain")
    assert agreement.base is agreement.terms["plain"]
    assert [(reading.id, reading.held_by) for reading in agreement.readings] == [("plain", None), ("hourly", "south")]
    turned = loads(
        amended(("  plain: {title: As it is written}\n", ""), ("areas:", "areas:")).replace(
            b"held_by: south}\n", b"held_by: south}\n  plain: {title: As it is written}\n"
        )
    )
    assert turned.base_reading == "hourly"


def test_each_reading_takes_its_own_alternative_and_else_the_default(truce: str) -> None:
    lengths = {}
    for name, terms in loads(truce.encode()).terms.items():
        (week,) = (clause for clause in terms.clauses if isinstance(clause, Condition))
        lengths[name] = week.for_
    assert lengths == {"plain": Duration(days=7), "hourly": Duration(exact=168 * HOUR)}


def test_alternatives_are_listed_with_their_words_and_the_reason(truce: str) -> None:
    assert loads(truce.encode()).alternatives == (
        Alternative(
            path="$.clauses[1].for",
            clause="week",
            choices={"default": "7 days", "hourly": "168h"},
            because="A day is one of the calendar or one of 24 hours.",
        ),
    )


ONLY_SOUTH = """\
  - readings:
      default: ~
      hourly: {id: more, kind: prohibition, title: More, citation: {document: text, text: x}, act: {kind: attack}}
    because: The South finds it in the annex.
  - id: secret-annex"""


def test_a_clause_that_only_one_reading_has_is_not_evaluated_under_the_others(amended: Amended) -> None:
    agreement = loads(amended(("  - id: secret-annex", ONLY_SOUTH)))
    plain, hourly = (terms.clauses for terms in agreement.terms.values())
    assert sorted(clause.id for clause in plain) == sorted(clause.id for clause in hourly)
    assert {clause.id: type(clause) for clause in plain}["more"] is Unevaluated
    assert {clause.id: type(clause) for clause in hourly}["more"] is Prohibition
    assert [one.because for one in agreement.alternatives if one.clause == "more"] == [
        "The South finds it in the annex."
    ]


def test_a_consequence_whose_verb_is_silent_under_a_reading_does_not_follow_there(amended: Amended) -> None:
    verb = "{enter: {readings: {default: ~, hourly: quiet_time}, because: Said.}}"
    agreement = loads(amended(("    for:\n", f"    on_met: [{verb}, {{reset: week}}]\n    for:\n")))
    following = {name: terms.clauses[1].on_met for name, terms in agreement.terms.items()}
    assert [[one.enter for one in some] for some in following.values()] == [[None], ["quiet_time", None]]


def test_a_consequence_without_any_verb_is_refused(amended: Amended) -> None:
    with pytest.raises(AgreementError, match="a consequence has exactly one of"):
        loads(amended(("    for:\n", "    on_met: [{priority: 1}]\n    for:\n")))


def test_an_agreement_without_readings_has_one(amended: Amended) -> None:
    agreement = loads(amended(*NO_READINGS))
    assert agreement.base_reading == IMPLICIT_READING
    assert [(reading.id, reading.evidence) for reading in agreement.readings] == [(IMPLICIT_READING, Evidence())]


def test_a_mistake_under_all_readings_is_told_once_and_one_under_any_reading_is_told(amended: Amended) -> None:
    with pytest.raises(AgreementError) as caught:
        loads(amended(("hourly: 168h", "hourly: soon"), ("actor: guards", "actor: gaurds")))
    assert [problem.location.path for problem in caught.value.problems] == [
        "$.clauses[0].act.not.actor[0]",
        "$.clauses[1].for",
    ]


@pytest.mark.parametrize("text", ["no", "19:00", "on", "1e3", "0x1F", "2016-09-12", "true", "12"])
def test_words_that_other_yaml_readers_turn_into_something_else_stay_text(amended: Amended, text: str) -> None:
    assert loads(amended(("title: A truce", f"title: {text}"))).base.title == text


def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing_but_the_digest(truce: str) -> None:
    plain = loads(truce.encode())
    for data in (b"\xef\xbb\xbf" + truce.encode(), truce.replace("\n", "\r\n").encode()):
        assert loads(data).terms == plain.terms
        assert loads(data).digest != plain.digest


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.yaml", "missing.yaml: no such agreement ("),
        ("empty", "empty: Is a directory"),
        ("agreement.yaml/agreement.yaml", "agreement.yaml/agreement.yaml: Not a directory"),
        ("x" * 5_000, "x" * 5_000 + ": File name too long"),
        ("nul\0", "nul\0: embedded null byte"),
    ],
    ids=lambda value: value[:12].rstrip("\0"),
)
def test_an_agreement_that_cannot_be_opened_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "agreement.yaml").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AgreementError) as caught:
        load(name)
    assert str(caught.value).startswith(message)


def test_every_agreement_of_the_library_loads_by_its_id() -> None:
    for name in library():
        assert load(name).base.id == name


def test_a_misspelt_id_of_the_library_is_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comply.rules.load.library", lambda: ("truce-2016",))
    with pytest.raises(AgreementError, match="did you mean 'truce-2016'"):
        load("truce-2015")
