"""Clauses as sentences: every field of every form shows in what is said, and the words are exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest

from comply.events.duration import Duration, parse_duration
from comply.rules import clauses as kinds
from comply.rules import pattern, places, temporal
from comply.rules.agreement import Agreement, Terms
from comply.rules.load import load, loads
from comply.rules.sentences.clause import introduction, says, sheets
from comply.rules.sentences.words import Words, counted, lasting, listed, one

from ...conftest import CASES
from ...harness import HEAD, agreement

EVERY_FORM = CASES / "good" / "agreements" / "every-form.yaml"
AGREEMENT = load(str(EVERY_FORM))
TERMS = AGREEMENT.base

FORMS = [
    form
    for module in (kinds, temporal, pattern, places)
    for form in vars(module).values()
    if isinstance(form, type) and attrs.has(form) and form.__module__ == module.__name__ and form is not kinds.Clause
]
NAMES = {"PartyName": "patron", "AreaName": "camp", "PlaceName": "valley", "LineName": "road", "KindName": "ied",
         "PhaseName": "war", "ClauseName": "flags", "DocumentName": "other", "InstantName": "day-d"}  # fmt: skip


def everything(terms: Terms) -> str:
    words = Words(terms)
    return "\n".join(
        f"{clause.id} {clause.title} {heading} {sentence}"
        for clause in terms.clauses
        for heading, sentences in says(words, clause)
        for sentence in sentences
    )


SAID = everything(TERMS)


def records(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, tuple):
        items: Any = enumerate(value)
    elif isinstance(value, Mapping):
        items = value.items()
    elif attrs.has(type(value)):
        yield path, value
        items = ((field.name, getattr(value, field.name)) for field in attrs.fields(type(value)))
    else:
        return
    for step, item in items:
        yield from records(item, (*path, step))


def replaced(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    if isinstance(whole, tuple):
        return (*whole[:step], replaced(whole[step], tuple(rest), value), *whole[step + 1 :])
    if isinstance(whole, Mapping):
        return {**whole, step: replaced(whole[step], tuple(rest), value)}
    return attrs.evolve(whole, **{step: replaced(getattr(whole, step), tuple(rest), value)})


def other(hint: Any, value: Any) -> Any:
    """Another value of the type: nothing where something may be left out, else something where nothing is."""
    choices = [choice for choice in get_args(hint) if choice is not type(None)]
    if get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint):
        return sample(choices[0]) if value is None else None
    if get_origin(hint) is tuple:
        return () if value else (sample(get_args(hint)[0]),)
    if get_origin(hint) is not None and issubclass(
        get_origin(hint) if isinstance(get_origin(hint), type) else int, Mapping
    ):
        return {} if value else {"calibre": pattern.Wanted(one_of=(1,))}
    if get_origin(hint) is Literal:
        return next(choice for choice in get_args(hint) if choice != value)
    return another(hint, value)


def another(hint: Any, value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return sample(hint) if sample(hint) != value else "war"
    return sample(hint)


def sample(hint: Any) -> Any:
    if getattr(hint, "__name__", None) in NAMES:
        return NAMES[hint.__name__]
    if get_origin(hint) is Literal:
        return get_args(hint)[0]
    if get_origin(hint) is tuple:
        return (sample(get_args(hint)[0]),) * 3
    samples: dict[Any, Any] = {
        str: "something else", Duration: parse_duration("5 days"), bool: True, int: 77,
        pattern.Pattern: pattern.Pattern(kind=("ied",)), pattern.Wanted: pattern.Wanted(one_of=(77,)),
        kinds.Consequence: kinds.Consequence(enter="war"), kinds.Citation: kinds.Citation(document="other", text="x"),
        temporal.Outcome: temporal.Outcome(breach_of=("flags",)), temporal.Step: temporal.Step(breach_of=("flags",)),
        temporal.Stage: temporal.Stage(at_least=77, by="day-d"),
        temporal.State: temporal.State(begins=pattern.Pattern(kind=("ied",)), ends=pattern.Pattern()),
        temporal.Level: temporal.Level(amount="boots"),
        temporal.Given: temporal.Given(act=pattern.Pattern(kind=("ied",))),
        places.Polygon: places.Polygon(ring=((1, 2), (3, 4))), places.Band: places.Band(line="road", within_m=7),
        places.Around: places.Around(place="valley", within_m=7),
    }  # fmt: skip
    if get_origin(hint) in (Union, UnionType):
        return sample(get_args(hint)[0])
    return samples[hint]


PARTS = [(path, record) for path, record in records({"areas": TERMS.areas, "lines": TERMS.lines, "places": TERMS.places,
          "clauses": TERMS.clauses}, ())]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_of_every_form_shows(form: type) -> None:
    found = [(path, record) for path, record in PARTS if type(record) is form]
    assert found, f"{EVERY_FORM.name} has no {form.__name__}"
    hints = get_type_hints(form)
    silent = []
    for path, record in found:
        for field in attrs.fields(form):
            if form is places.NamedPlace and field.name == "id":
                continue  # its key, under which clauses and areas name it: sentences call it by its name
            changed = attrs.evolve(record, **{field.name: other(hints[field.name], getattr(record, field.name))})
            terms = attrs.evolve(TERMS, **{path[0]: replaced(getattr(TERMS, path[0]), path[1:], changed)})
            if everything(terms) == SAID:
                silent.append((path, field.name, getattr(record, field.name)))
    assert not silent


def test_every_alternative_of_a_literal_shows() -> None:
    found = [
        everything(attrs.evolve(TERMS, clauses=replaced(TERMS.clauses, (2, "each"), each)))
        for each in ("day", "week", "month", "year")
    ]
    assert len(set(found)) == 4


def said(under: Agreement, clause: str) -> str:
    (sheet,) = sheets(under, clause=clause)
    return "\n".join(sentence for _, sentences in sheet.sections for sentence in sentences)


def test_no_field_name_is_shown() -> None:
    fields = {field.name for form in FORMS for field in attrs.fields(form) if "_" in field.name.strip("_")}
    assert fields
    assert not [name for name in fields if name in SAID]


def test_readings_part_with_holder_and_reason() -> None:
    (sheet,) = sheets(AGREEMENT, clause="calm")
    (parting,) = sheet.partings
    assert parting.reading.held_by == "North"
    assert any(sentence.startswith("South must keep Northern air force from any act") for sentence in parting.instead)
    assert any(
        sentence.startswith("North and South must keep Northern air force from any act")
        for sentence in parting.not_said
    )
    assert sheet.because == ("The North holds that it had attacked nobody (statement of 3 January).",)


def test_one_reading_alone() -> None:
    (sheet,) = sheets(AGREEMENT, clause="calm", reading="north")
    assert sheet.sections[0][1][0].startswith("South must keep Northern air force from any act")
    assert not sheet.partings
    assert introduction(AGREEMENT, "north") == (
        "Reading “As the North takes it”, held by North: only a corroborated or verified report establishes an act; "
        "a weaker one only makes it possible; only reports count that are of reliability C3 or better, by source and "
        "by information, and published by The observers or Patron, and not published by the actor's or the target's "
        "own side; it takes 2 independent publishers.",
    )


def test_readings_that_part_on_an_instant_say_why() -> None:
    text = EVERY_FORM.read_text().replace(
        'day-d: {at: "2020-01-02T00:00:00Z"',
        'day-d: {at: {readings: {default: "2020-01-02T00:00:00Z", north: "2020-01-03T00:00:00Z"}, because: Disputed.}',
    )
    sheet = sheets(loads(text.encode()), clause="aid")[0]
    assert "Disputed." in sheet.because
    assert any("24 January 2020" in sentence for sentence in sheet.partings[0].instead)


def test_consequences_stand_in_the_order_of_their_priority() -> None:
    (follows,) = dict(sheets(AGREEMENT, clause="calm")[0].sections)["What follows"]
    assert follows.index("priority 1") < follows.index("priority 2")


def test_who_answers_is_followed_upwards() -> None:
    under = agreement("  - {id: A, kind: prohibition, CITED, bearer: north-air, act: {kind: attack}}\n")
    assert "For what is done by Northern air force, North and Patron must answer too." in said(under, "A")


def test_a_group_within_a_group_is_said_by_its_members() -> None:
    under = agreement(
        "  - {id: A, kind: prohibition, CITED, bearer: everyone, act: {kind: attack}}\n",
        head=HEAD.replace("groups: {", "groups: {everyone: {members: [bound, outlaw]}, "),
    )
    assert "North, South and Outlaw must not" in said(under, "A")
    assert "bound" not in said(under, "A")


def test_words_agree_with_their_number() -> None:
    assert lasting(parse_duration("1h")) == "1 hour"
    assert lasting(parse_duration("48h + 1 day")) == "1 calendar day and 48 hours"
    assert (
        lasting(parse_duration("14 months + 1 day + 2h"))
        == "1 calendar year, 2 calendar months, 1 calendar day and 2 hours"
    )
    assert lasting(parse_duration("rest of day")) == "what is left of the day"
    assert lasting(parse_duration("1 day + rest of month")) == "1 calendar day and what is then left of the month"
    assert lasting(parse_duration("90 s")) == "90 seconds"
    assert counted(2, "metre") == "2 metres"
    assert (one("attack"), one("ground clash")) == ("an attack", "a ground clash")
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_a_clause_that_is_not_evaluated_says_why() -> None:
    assert "is declared and not evaluated. Reason: Dignity is not reported." in said(AGREEMENT, "flags")


def test_boundaries_are_said() -> None:
    assert "within 48 hours after it arises (the last instant included)" in said(AGREEMENT, "aid")
    assert "(that instant no longer included)" in said(AGREEMENT, "calm")


def test_instants_are_told_to_the_microsecond() -> None:
    words = Words(attrs.evolve(TERMS, timezone="UTC"))
    assert words.when(1) == "1 January 1970, 00:00:00.000001 UTC"
    assert words.when(10_000_000) == "1 January 1970, 00:00:10 UTC"
    assert words.instant("day-d - 2h") == "2 hours before “day-d” (1 January 2020, 22:00 UTC)"


def test_who_answers_is_said_for_each_stretch_of_time() -> None:
    ties = "[{party: patron, until: changed}, {party: outlaw, from: changed}]"
    head = HEAD.replace("answers_to: patron", f"answers_to: {ties}")
    head = head.replace("groups:", 'instants: {changed: {at: "2020-01-10T00:00:00Z"}}\ngroups:')
    under = agreement("  - {id: A, kind: prohibition, CITED, bearer: north, act: {kind: attack}}\n", head=head)
    assert "For what is done by North until 10 January 2020, 00:00 UTC, Patron must answer too." in said(under, "A")
    assert "For what is done by North from 10 January 2020, 00:00 UTC on, Outlaw must answer too." in said(under, "A")
