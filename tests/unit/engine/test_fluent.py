"""A fluent's set of values holds the true one, whatever precise times the changes had."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from comply import Mark
from comply.engine.fluent import Change, Fluent

VALUES = ("a", "b", "c")


@st.composite
def histories(draw):
    """Changes with their times' bounds, whether each is certain to come, and from which values it can."""
    changes = []
    for number in range(draw(st.integers(0, 4))):
        earliest = draw(st.integers(0, 8))
        latest = earliest + draw(st.sampled_from((0, 0, 1, 3)))
        origin = frozenset(draw(st.sets(st.sampled_from(VALUES), max_size=2)))
        change = Change(
            key=str(number), value=draw(st.sampled_from(VALUES)), earliest=earliest, latest=latest, origin=origin
        )
        changes.append((change, draw(st.booleans())))
    return changes


def bounded(history) -> Fluent:
    fluent = Fluent("a")
    points = [(change.earliest, 0, number, change, False) for number, (change, _) in enumerate(history)]
    points += [(change.latest, 1, number, change, True) for number, (change, sure) in enumerate(history) if sure]
    for now, _, _, change, settles in sorted(points, key=lambda point: point[:3]):
        if settles:
            fluent.has_changed(change, now)
        else:
            fluent.may_change(change, now)
    return fluent


def precise(history):
    """Every course that the history admits: for each change an instant or, if it is not certain, none."""
    options = []
    for change, sure in history:
        instants = list(range(change.earliest, change.latest + 1))
        options.append(instants if sure else [*instants, None])
    for instants in product(*options):
        yield [(instant, change) for instant, (change, _) in zip(instants, history, strict=True) if instant is not None]


def value_at(course, instant: int) -> set[str]:
    """The values after each possible order of changes at one instant."""
    values = {"a"}
    for moment in sorted({when for when, _ in course if when <= instant}):
        together = [change for when, change in course if when == moment]
        values = {after for value in values for after in _orders(value, together)}
    return values


def _orders(value: str, changes) -> set[str]:
    if not changes:
        return {value}
    found = set()
    for index, change in enumerate(changes):
        after = change.value if not change.origin or value in change.origin else value
        found |= _orders(after, changes[:index] + changes[index + 1 :])
    return found


@given(histories())
def test_the_set_holds_the_value_of_every_course(history):
    fluent = bounded(history)
    for course in precise(history):
        if len({when for when, _ in course}) < len(course):
            continue  # changes at one instant are applied in the order of the log
        for instant in range(14):
            assert value_at(course, instant) <= fluent.at(instant), (course, instant)


def test_exact_changes_leave_one_value():
    fluent = Fluent("a")
    fluent.has_changed(Change(key="1", value="b", earliest=5, latest=5), 5)
    fluent.has_changed(Change(key="2", value="c", earliest=9, latest=9), 9)
    assert [sorted(fluent.at(instant)) for instant in (4, 5, 8, 9, 100)] == [["a"], ["b"], ["b"], ["c"], ["c"]]
    assert fluent.mark(["b"], 5, 8) is Mark.CERTAIN
    assert fluent.mark(["b"], 5, 9) is Mark.POSSIBLE
    assert fluent.mark(["c"], 5, 8) is Mark.NONE


def test_a_change_that_cannot_start_from_here_does_nothing():
    fluent = Fluent("a")
    assert not fluent.has_changed(Change(key="1", value="c", earliest=5, latest=5, origin=frozenset("b")), 5)
    assert fluent.at(9) == {"a"}


def test_of_exact_changes_at_one_instant_the_last_one_stands():
    fluent = Fluent("a")
    for key, value in enumerate("bcc"):
        fluent.has_changed(Change(key=str(key), value=value, earliest=5, latest=5), 5)
    assert fluent.at(5) == {"c"}


def test_a_change_of_uncertain_time_may_come_before_or_after_one_at_its_last_instant():
    fluent = Fluent("a")
    vague = Change(key="v", value="b", earliest=2, latest=5)
    fluent.may_change(vague, 2)
    fluent.has_changed(Change(key="c", value="c", earliest=5, latest=5), 5)
    fluent.has_changed(vague, 5)
    assert fluent.at(5) == {"b", "c"}
