"""Acts that may be one with another are all found, and few others are."""

from __future__ import annotations

from itertools import product

import pytest

from comply.rules.lint.base import Subject
from comply.rules.lint.near import Near, Shelf

from .small import source

ACTS = (
    "{kind: aid}",
    "{kind: aid_delivery, area: city}",
    "{kind: [attack, aid_delivery], area: district}",
    "{kind: attack, area: [hidden, district]}",
    "{kind: shelling, actor: south}",
    "{jointly: [north, south], kind: aid}",
    "{any: [{kind: aid, area: district}, {kind: attack, actor: south}]}",
    "{not: {kind: aid}}",
    "{kind: event, area: city, not: {area: district}}",
)
BEARERS = ("bearer: north, ", "bearer: north-air, ", "bearer: [north, south], ", "")
TIMES = (
    "during: truce",
    "during: war",
    "during: truce, until: '2020-02-01T00:00:00Z'",
    "during: truce, from: '2020-02-01T00:00:00Z'",
)


def drawn(places: tuple[str, ...] = ACTS) -> Subject:
    """A prohibition of each act by each bearer at each time."""
    lines = "".join(
        f"  - {{id: c{number}, kind: prohibition, CITED, {bearer}{time}, act: {act}}}\n"
        for number, (act, bearer, time) in enumerate(product(places, BEARERS, TIMES))
    )
    agreement = source("clauses:\n" + lines).agreement
    return Subject(agreement=agreement, reading=agreement.base_reading)


@pytest.fixture(scope="module", name="subject")
def _subject() -> Subject:
    return drawn()


@pytest.fixture(scope="module", name="near")
def _near(subject: Subject) -> Near:
    return Near(subject, tuple((index, act) for index, act in enumerate(subject.acts) if act is not None))


def test_all_that_meet_are_found(subject, near):
    for index, act in near.items[::3]:
        met = {other for other, _ in near.meeting(index, act)}
        matched = {other for other, _ in near.matching(act)}
        for other, another in near.items:
            example = subject.overlap.example(act, another)
            alone = example is not None and (
                not isinstance(example.get("actor"), list) or act.jointly or another.jointly
            )
            assert other in matched or example is None
            assert other in met or not alone or subject.reach.together(index, other) is None


def test_all_that_cover_are_found(subject, near):
    for index, act in near.items[::3]:
        covering = {other for other, _ in near.covering(index, act)}
        start = subject.reach.clauses[index]
        for other, another in near.items:
            begun = subject.reach.clauses[other]
            if begun is not None and begun <= start < subject.reach.until(other):
                during = subject.terms.clauses[other].during
                whenever = set(subject.terms.clauses[index].during) <= set(during)
                assert other in covering or not whenever or not subject.overlap.implies(act, another)


def test_few_others_are():
    lines = "".join(
        f"  - {{id: c{k}, kind: prohibition, CITED, bearer: north, during: truce, act: {{kind: aid, area: a{k}}}}}\n"
        for k in range(40)
    )
    areas = "areas:\n" + "".join(f"  a{k}: {{pcodes: [SY{k:02d}]}}\n" for k in range(40))
    agreement = source("clauses:\n" + lines + areas).agreement
    subject = Subject(agreement=agreement, reading=agreement.base_reading)
    near = Near(subject, tuple((index, act) for index, act in enumerate(subject.acts) if act is not None))
    for index, act in near.items:
        assert near.meeting(index, act) == near.covering(index, act) == [(index, act)]


def test_a_shelf_gives_what_stands_under_a_key_and_what_may_be_anything():
    shelf = Shelf()
    shelf.put(0, ["a", "b"])
    shelf.put(3, None)
    shelf.put(5, ["b"])
    shelf.put(6, [])
    assert [shelf.find(keys) for keys in (["a"], ["a", "b"], [], None)] == [0b1001, 0b101001, 0b1000, 0b1101001]
