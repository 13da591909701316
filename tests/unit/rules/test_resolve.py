"""Every name means something and nothing goes in a circle. The messages are under ``tests/cases/bad/agreements``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comply.events.errors import AgreementError
from comply.events.time import TimeError, parse_instant
from comply.rules.instants import instant_of
from comply.rules.load import loads

Amended = Callable[..., bytes]


def paths(document: bytes) -> list[str | None]:
    """Where the mistakes of an agreement stand."""
    with pytest.raises(AgreementError) as caught:
        loads(document)
    return [problem.location.path for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("part_of: north", "part_of: nobody"), "$.parties.guards.part_of[0]"),
        (("answers_to: mediator", "answers_to: nobody"), "$.parties.south.answers_to[0]"),
        (("members: [north, south]", "members: [north, nobody]"), "$.groups.both.members[1]"),
        (("places: road", "places: nowhere"), "$.areas.strip.places[0]"),
        (("is_a: attack", "is_a: assault"), "$.kinds.convoy_attack.is_a[0]"),
        (("from: before", "from: never"), "$.phases[1].from[0]"),
        (("at: day_d", "at: day_e"), "$.phases[1].at"),
        (("during: quiet_time\n    act", "during: never\n    act"), "$.clauses[0].during[0]"),
        (("bearer: [north, south]", "bearer: [north, nobody]"), "$.clauses[2].bearer[1]"),
        (("kind: renewal", "kind: renewing"), "$.clauses[2].act.kind[0]"),
        (("actor: guards", "actor: nobody"), "$.clauses[0].act.not.actor[0]"),
        (
            ("document: text, paraphrase: An annex", "document: annex, paraphrase: An annex"),
            "$.clauses[3].citation[0].document",
        ),
        (("area: strip, not: {", "area: strip, not: {area: nowhere, "), "$.clauses[0].act.not.area[0]"),
        (
            ("area: strip, not: {", "any: [{kind: event}, {all: [{actor: nobody}]}], not: {"),
            "$.clauses[0].act.any[1].all[0].actor[0]",
        ),
    ],
)
def test_a_name_that_nothing_bears_is_told_wherever_it_stands(
    amended: Amended, change: tuple[str, str], path: str
) -> None:
    assert paths(amended(change)) == [path]


def test_a_mistake_that_aliases_repeat_is_told_once(amended: Amended) -> None:
    text = amended().decode().replace("act: {", "act: &act {", 1).replace("kind: attack", "kind: atack", 1)
    assert "kind: atack" in text
    once = told(text)
    again = "  - {id: again, kind: prohibition, title: T, citation: {document: text, text: x}, act: *act}\n"
    assert told(text + again) == once
    assert len(once) == 1
    wrong = again.replace("act: *act", "act: {kind: &k atack}, bearer: *k")
    assert len(told(text + wrong)) == 3  # what stands elsewhere, or is another mistake, is told


def told(text: str) -> list[str]:
    with pytest.raises(AgreementError) as caught:
        loads(text.encode())
    return [str(problem) for problem in caught.value.problems]


def test_an_instant_may_be_written_out_where_a_name_is_asked_for(amended: Amended) -> None:
    terms = loads(amended(("at: day_d", 'at: "2016-09-12T19:00:00+03:00"'))).base
    assert instant_of(terms, "day_d") == instant_of(terms, terms.phases[1].at or "")
    assert instant_of(terms, "day_d") == parse_instant("2016-09-12T16:00:00Z")
    with pytest.raises(TimeError):
        instant_of(terms, "day_e")


@pytest.mark.parametrize(
    "nested", ["not: {}", "any: [{kind: event}, {}]", "all: [{any: [{}]}]", "possibly: {}", "not: {not: {}}"]
)
def test_an_empty_pattern_is_told_however_deep_it_stands(amended: Amended, nested: str) -> None:
    (path,) = paths(amended(("act: {kind: renewal}", f"act: {{kind: renewal, {nested}}}")))
    assert str(path).startswith("$.clauses[2].act.")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("part_of: north", "part_of: guards"), "$.parties.guards"),
        (("mediator: {name: The Mediator}", "mediator: {name: The Mediator, answers_to: south}"), "$.parties"),
        (("members: [north, south]", "members: [north, both]"), "$.groups.both"),
        (("pcode: SY02", "part_of: road"), "$.places.road"),
        (("is_a: attack", "is_a: convoy_attack"), "$.kinds.convoy_attack"),
        (("convoy_attack: {is_a: attack}", "convoy_attack: {is_a: attack}\n  event: {is_a: convoy_attack}"), "$.kinds"),
    ],
)
def test_what_is_part_of_itself_is_told(amended: Amended, change: tuple[str, str], path: str) -> None:
    (found,) = paths(amended(change))
    assert str(found).startswith(path)


def test_two_clauses_may_end_each_other_but_not_call_each_other_up(amended: Amended) -> None:
    ending = ("exercised: jointly", "exercised: jointly\n    on_exerted: {suspend: no-attack}")
    loads(amended(("{reset: week}", "{terminate: joint-extension}"), ending))
    calling = ("exercised: jointly", "exercised: jointly\n    on_exerted: {activate: no-attack}")
    assert paths(amended(("{reset: week}", "{activate: joint-extension}"), calling)) == ["$.clauses[0]"]


@pytest.mark.parametrize("priority", [0, 999])
def test_a_priority_is_a_number_below_a_thousand(amended: Amended, priority: int) -> None:
    loads(amended(("{reset: week}", f"{{reset: week, priority: {priority}}}")))
    for beyond in (-1, 1000):
        document = amended(("{reset: week}", f"{{reset: week, priority: {beyond}}}"))
        assert paths(document) == ["$.clauses[0].on_breach[0].priority"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (("{id: before, title: Before}", "{id: before, title: Before, at: day_d}"), "$.phases[0]"),
        (("    bearer: [north, south]\n", ""), "$.clauses[2]"),
        (("default: 7 days", "default: 0 days"), "$.clauses[1].for"),
        (("window: 48h", "window: 48h\n    period: 0h"), "$.clauses[2].period"),
        (("aliases: [northern army]", "aliases: [the_SOUTH]"), "$.parties.south"),
        (("aliases: [northern army]", "aliases: [unknown]"), "$.parties.north"),
        (("both: {members", "unknown: {members"), "$.groups.unknown"),
        (
            (
                "road: {name: The Road, pcode: SY02}",
                "road: {name: The Road}\n  lane: {name: A Lane, aliases: [the road]}",
            ),
            "$.places.lane",
        ),
    ],
)
def test_a_mistake_in_one_part_is_told_at_that_part(amended: Amended, change: tuple[str, str], path: str) -> None:
    assert path in paths(amended(change))


def test_a_power_of_each_alone_may_be_anybodys(amended: Amended) -> None:
    loads(amended(("    bearer: [north, south]\n", ""), ("exercised: jointly", "exercised: severally")))


def test_a_party_may_repeat_its_own_name_as_an_alias(amended: Amended) -> None:
    loads(amended(("aliases: [northern army]", "aliases: [north, the north, The-North]")))
