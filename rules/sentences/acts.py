"""Patterns as what is said of an act: ``is an air strike and takes place in “the agreed areas”``."""

from __future__ import annotations

from collections.abc import Iterator

from ..pattern import Pattern, Wanted
from ..temporal import Given, Level, State
from ..values import bounds
from .words import Words, key, kind, lasting, listed, one, quoted, total


def act(words: Words, pattern: Pattern, *, every: bool = True) -> str:
    """The acts that are meant, as a noun: any such act, or one of them."""
    said = predicate(words, pattern)
    noun = "any act" if every else "an act"
    return f"{noun} that {said}" if said else f"{noun} whatever"


def predicate(words: Words, pattern: Pattern) -> str:
    """What must hold of an act; nothing for a pattern that asks for nothing."""
    return " and ".join((*_plain(words, pattern), *_numbers(pattern), *_nested(words, pattern)))


def _plain(words: Words, pattern: Pattern) -> Iterator[str]:
    if pattern.kind:
        yield _kinds([kind(name) for name in pattern.kind])
    if pattern.means:
        yield "is done with " + listed((kind(name) for name in pattern.means), "or")
    if pattern.actor:
        yield "is done by " + words.parties(pattern.actor, "or")
    if pattern.target:
        yield "is done to " + words.parties(pattern.target, "or")
    if pattern.jointly:
        yield f"is done by {words.parties(pattern.jointly)} acting together"
    if pattern.area:
        yield "takes place in " + words.areas(pattern.area)


def _kinds(names: list[str]) -> str:
    """``is a shelling or an ambush``; a kind that is called after what befell something is no noun."""
    nouns = [one(name) for name in names if not name.endswith("ed")]
    others = [quoted(name) for name in names if name.endswith("ed")]
    said = ["is " + listed(nouns, "or")] if nouns else []
    return " or ".join([*said, *(["is of the kind " + listed(others, "or")] if others else [])])


def _numbers(pattern: Pattern) -> Iterator[str]:
    for name, subject in (
        ("killed", "people killed"),
        ("injured", "people injured"),
        ("count", "acts reported together"),
    ):
        wanted: Wanted | None = getattr(pattern, name)
        if wanted is not None:
            yield f"has a number of {subject} that is {values(wanted)}"
    for name, wanted in pattern.attributes.items():
        yield f"is reported with {quoted(name)} as {values(wanted)}"


def values(wanted: Wanted) -> str:
    """The values that are meant."""
    said = [listed((_value(value) for value in wanted.one_of), "or")] if wanted.one_of else []
    said += [f"{field.replace('_', ' ')} {number}" for field, number in bounds(wanted)]
    return " and ".join(said) if said else "any value"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return quoted(value) if isinstance(value, str) else str(value)


def _nested(words: Words, pattern: Pattern) -> Iterator[str]:
    if pattern.all:
        yield "meets all of these: " + _alternatives(words, pattern.all, "and")
    if pattern.any:
        yield "meets at least one of these: " + _alternatives(words, pattern.any, "or")
    if pattern.not_ is not None:
        yield f"is not one that {_bracketed(words, pattern.not_)}"
    if pattern.possibly is not None:
        yield f"may be one that {_bracketed(words, pattern.possibly)}, which a report can claim and never establish"


def _alternatives(words: Words, patterns: tuple[Pattern, ...], last: str) -> str:
    return listed((_bracketed(words, one) for one in patterns), last)


def _bracketed(words: Words, pattern: Pattern) -> str:
    return f"[{predicate(words, pattern) or 'is any act'}]"


def state(words: Words, kept: State) -> str:
    """A state that acts begin and end."""
    begun, ended = act(words, kept.begins), act(words, kept.ends)
    at_first = "holds" if kept.initially else "does not hold"
    return f"the state that begins with {begun} and ends with {ended} (before any such act it {at_first})"


def level(words: Words, kept: Level) -> Iterator[str]:
    """How a level is reckoned, sentence by sentence."""
    yield f"What is reckoned is the {total(kept.amount)}, starting at {kept.initial}."
    if kept.rises is not None:
        yield f"It rises by the amount of {act(words, kept.rises)}."
    if kept.falls is not None:
        yield f"It falls by the amount of {act(words, kept.falls)}."
    if kept.reported is not None:
        yield f"It is set to the amount of {act(words, kept.reported)}."


def given(words: Words, before: Given) -> str:
    """What must have come before an act."""
    text = f"Only if it comes strictly after {act(words, before.act, every=False)}"
    if before.at_least is not None:
        text += f", at least {lasting(before.at_least)} later (exactly that long is enough)"
    if before.at_most is not None:
        text += f", at most {lasting(before.at_most)} later (exactly that long is in time)"
    if before.same:
        text += f", and both have the same {listed(map(key, before.same))}"
    return text + "."
