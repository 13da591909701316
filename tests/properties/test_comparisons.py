"""What is named as the cause of a difference makes it, by whole evaluations, and no part of it does."""

from __future__ import annotations

from itertools import combinations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from comply import Agreement
from comply.engine.compare import Case, Change, Comparison, Difference, Pair, compare, states
from comply.engine.minimise import Tries, minimal
from comply.rules.drafts import Drafts
from comply.rules.edits import between, edits, same
from comply.rules.load import Source, loads_source

from .agreements import DOCUMENT, START, every_kind, log_of, logs

AGREEMENT = every_kind()
SOURCE = loads_source(DOCUMENT)
UNTIL = START + 3_000_000_000_000


# Minimal sets of anything

families = st.lists(st.frozensets(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4)


@given(families, st.integers(10, 60), st.booleans())
def test_a_minimal_set_makes_the_difference_and_none_of_it_can_be_left_out(family, number, exactly):
    """Monotone or not: in the second case a set makes the difference only without some of the others."""
    spoilers = {number - 1} if exactly else set()

    def shows(chosen: tuple[int, ...]) -> bool:
        whole = len(chosen) == number
        return any(one <= set(chosen) for one in family) and (whole or spoilers.isdisjoint(chosen))

    found = minimal(range(number), shows, Tries(10_000))
    assert found.exact
    assert shows(found.items)
    assert list(found.items) == sorted(found.items)
    assert not any(shows(found.items[:at] + found.items[at + 1 :]) for at in range(len(found.items)))
    if found.smallest:
        assert len(found.items) == min(len(one) for one in family)


@given(families)
def test_of_few_things_a_smallest_set_is_found(family):
    found = minimal(range(10), lambda chosen: any(one <= set(chosen) for one in family), Tries(10_000))
    assert found.smallest or len(found.items) > 3


def test_where_the_tries_run_out_nothing_is_claimed():
    tries = Tries(5)

    def shows(chosen: tuple[int, ...]) -> bool:
        tries.left -= 1
        return {1, 7, 11} <= set(chosen)

    found = minimal(range(20), shows, tries)
    assert {1, 7, 11} <= set(found.items)
    assert not found.exact
    assert not found.smallest


# Whole evaluations


def _case(records, agreement: Agreement = AGREEMENT) -> Case:
    return Case(agreement=agreement, log=log_of(records), until=UNTIL)


def _aimed(pair: Pair, one: Difference, chosen: tuple[Change, ...]) -> bool:
    case = pair.between(chosen)
    found = None if case is None else states(case.evaluation()).get(one.clause)
    if found is None:
        return False
    return found.words == one.after.words if one.of_verdict else found.findings == one.after.findings


def _check(pair: Pair, comparison: Comparison) -> None:
    for one in comparison.differences:
        cause = one.cause
        assert cause is not None
        assert cause.exact
        assert _aimed(pair, one, cause.items)
        assert not _aimed(pair, one, ())
        for size in range(len(cause.items) - 1, 0, -1) if cause.smallest else (len(cause.items) - 1,):
            pool = comparison.changes if cause.smallest else cause.items
            assert not any(_aimed(pair, one, chosen) for chosen in combinations(pool, size))


@settings(max_examples=8)
@given(logs(most=3), logs(most=4))
def test_of_two_logs(ours, theirs):
    renamed = tuple(attrs.evolve(one, id=f"o{one.id}" if index % 2 else one.id) for index, one in enumerate(theirs))
    pair = Pair(before=_case(ours), after=_case(renamed))
    comparison = compare(pair)
    whole = pair.between(comparison.changes)
    assert whole is not None
    assert states(whole.evaluation()) == states(comparison.after)
    _check(pair, comparison)


CHANGES = (
    (b"for: 2 days", b"for: 1 day"),
    (b"within: 12h, initially: inactive", b"within: 36h, initially: inactive"),
    (b"at_most: 1, within: 12h", b"at_most: 2, within: 12h"),
    (b"within: 12h, at_least: 2", b"within: 6h, at_least: 1"),
    (b"act: {kind: attack}, during: [truce, peace], on_breach", b"act: {kind: shelling}, during: truce, on_breach"),
    (b'at: "2016-09-12T16:00:00Z"', b'at: "2016-09-13T00:00:00Z"'),
    (b"pcodes: [SY02]", b"pcodes: [SY]"),
)


def _draft(chosen) -> Source:
    document = DOCUMENT
    for old, new in chosen:
        assert old in document
        document = document.replace(old, new)
    return loads_source(document)


drafts = st.lists(st.sampled_from(CHANGES), min_size=1, unique=True).map(_draft)


@settings(max_examples=8)
@given(logs(most=3), drafts)
def test_of_two_drafts(records, draft):
    between_them = Drafts(before=SOURCE, after=draft)
    pair = Pair(
        before=_case(records),
        after=_case(records, draft.agreement),
        wordings=between_them.differences(),
        words=between_them.between,
    )
    assert pair.wordings
    _check(pair, compare(pair))


@settings(max_examples=20)
@given(logs())
def test_a_reading_that_takes_the_text_as_another_does_finds_what_that_finds(records):
    taken = Drafts.of_readings(SOURCE, "letter", "north")
    ours = compare(Pair(before=_case(records, taken.after.agreement), after=_case(records)), causes=False).before
    theirs = _case(records).evaluation()
    for one, other in zip(ours.verdicts, theirs.verdicts, strict=True):
        assert one.readings["north"] == other.readings["north"]
        assert (
            set(one.readings.values()) == {other.readings["north"]} or one.readings["strict"] != one.readings["broad"]
        )


# Documents


@settings(max_examples=25)
@given(drafts, drafts)
def test_all_edits_make_the_other_document_and_none_leaves_the_first(ours, theirs):
    places = frozenset(edit.place for edit in edits(ours.root, theirs.root))
    assert same(between(ours.root, theirs.root, places), theirs.root)
    assert same(between(ours.root, theirs.root, frozenset()), ours.root)
    assert bool(places) is not same(ours.root, theirs.root)
    for place in places:
        one = between(ours.root, theirs.root, frozenset((place,)))
        assert [edit.place for edit in edits(ours.root, one)] == [place]
