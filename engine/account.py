"""Account: a derivation told in sentences, which say what its statements know and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..events.mark import Mark
from .derivation import Derivation

_ASKED: Mapping[str, tuple[str, str]] = {
    "kind": ("The kind of act asked for is {}", "the report says {}"),
    "means": ("The means asked for are {}", "the report says {}"),
    "actor": ("It must be done by {}", "the report names {}"),
    "target": ("It must be done to {}", "the report names {}"),
    "jointly": ("It must be done together by {}", "the report names {}"),
    "area": ("It must lie in {}", "the reported place is {}"),
    "only in": ("It must lie in {} too", "the reported place is {}"),
    "except in": ("{} is taken out", "the reported place is {}"),
    "killed": ("The number of people killed must be {}", "the report says {}"),
    "injured": ("The number of people injured must be {}", "the report says {}"),
    "in_force": ("The clause is in force {}", "the time is {}"),
    "given": ("It needs an {}", "found is {}"),
    "meets": ("It takes {}", "{}"),
    "period": ("It takes {}", "there is {}"),
    "exertion": ("It takes {}", "there is {}"),
    "state": ("It must be so that {}", "{}"),
    "level": ("The level must be {}", "it is {}"),
    "lasted": ("It must be so {}", "{}"),
    "deadline": ("It was due {}", "{}"),
    "done": ("It is due {}", "{}"),
    "held": ("It must hold {}", "{}"),
    "step": ("The step {}", "{}"),
    "steps": ("The steps must be taken {}", "{}"),
    "count": ("The number of acts is to be {}", "it is {}"),
    "sum": ("The sum is to be {}", "it is {}"),
    "hears": ("It waits for {}", "{}"),
    "role": ("As {}", "{}"),
    "renewed": ("The {} needs a renewal", "{}"),
    "notice": ("It takes a notice {}", "{}"),
    "polygon": ("It must lie {} the polygons", "it lies {}"),
    "distance": ("The distance must be {}", "it is {}"),
}
"""Of each test, what was asked for and what was found, as the two halves of a sentence."""

_ALONE: Mapping[str, str] = {
    "reports": "The reports of one event",
    "not_evaluated": "The clause is not evaluated: {}",
    "evidence": "The report is {}",
    "opened": "The duty: {}",
    "open": "On whether the duty was still open: {}",
    "all": "All of this must be so",
    "any": "At least one of this must be so",
    "not": "This must not be so",
    "possibly": "This can be claimed and never established",
    "in_force": "The clause: {}",
    "done": "So far {}",
    "deadline": "At the deadline {}",
}
"""Tests that ask for nothing in particular, or join others."""

_OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "breach": ("It is a breach", "It may be a breach", "It is no breach"),
    "fulfilment": ("The duty is met", "The duty may be met", "The duty is not met"),
    "met": ("The condition is met", "The condition may be met", "The condition is not met"),
    "exerted": ("The power is exerted", "The power may be exerted", "The power is not exerted"),
    "expiry": ("It has expired", "It may have expired", "It has not expired"),
    "restoration": ("It is kept again", "It may be kept again", "It is not kept again"),
    "excepted": ("The exception applies", "The exception may apply", "The exception does not apply"),
}
"""What a derivation is the reason of: certain, possible, none."""

_STATED = frozenset(
    ("deadline", "done", "held", "lasted", "level", "state", "step", "steps", "renewed", "sum", "count", "opened")
)
"""Tests whose mark says how sure the statement is, and not whether what was found is what is asked for."""


_STATES = ("this is certain", "this is possible", "this is not so")
_FITS = ("it fits", "it may fit", "it does not fit")
_SAYS: Mapping[str, tuple[str, str, str]] = {
    "except in": ("it lies there", "it may lie there", "it does not lie there"),
    "evidence": ("that is enough", "that leaves it possible", "that counts for nothing"),
    "in_force": ("it was in force", "it may have been in force", "it was not in force"),
    "not_evaluated": ("so it is", "so it is", "nothing follows from it"),
    "reports": ("they agree", "they may be of such an act", "they are of none"),
    **dict.fromkeys(("all", "any", "not"), ("so it is", "it may be so", "it is not so")),
    "role": ("it is one", "it may be one", "it is none"),
    "step": ("surely", "perhaps", "not taken"),
}
"""How sure a statement is, in words: certain, possible, none."""


_MEANT = {"act": "an act that is meant", "report": "a report of an act that is meant"}


def sentence(statement: Derivation) -> str:
    """One statement in a sentence, with how sure it is and, where it is in doubt, why."""
    if statement.test == "exception":
        return _ended(f"Exception {statement.wanted} {statement.found}", _because(statement))
    if statement.test in _OUTCOMES:
        said = _OUTCOMES[statement.test][Mark.CERTAIN - statement.mark]
        return _ended(said + (f" ({statement.found})" if statement.found else ""), _because(statement))
    if statement.test in _MEANT:
        word = {Mark.CERTAIN: "is", Mark.POSSIBLE: "may be", Mark.NONE: "is not"}[statement.mark]
        return _ended(f"{statement.found or 'The act'} {word} {_MEANT[statement.test]}", _because(statement))
    return _ended(_halves(statement), _how_sure(statement))


def _halves(statement: Derivation) -> str:
    wanted, found = statement.wanted, statement.found
    asked_of = _ASKED.get(statement.test)
    if statement.test.startswith("attribute "):
        asked_of = f"The report must state {statement.test.removeprefix('attribute ')} as {{}}", "it says {}"
    if wanted is None or asked_of is None:
        if statement.test in _ALONE and wanted is None:
            return _ALONE[statement.test].format(found or "").rstrip(": ")
        parts = [f"asked for is {wanted}"] if wanted else []
        return f"{_named(statement.test)}: " + ", ".join([*parts, *([f"found is {found}"] if found else [])])
    asked, reported = asked_of
    return asked.format(wanted) + (f"; {reported.format(found)}" if found else "")


def _named(test: str) -> str:
    return test[:1].upper() + test[1:].replace("_", " ")


def _how_sure(statement: Derivation) -> str:
    stated = _STATES if statement.test in _STATED else _FITS
    said = _SAYS.get(statement.test, stated)[Mark.CERTAIN - statement.mark]
    return said + (f", because {statement.why}" if statement.why else "")


def _because(statement: Derivation) -> str:
    return f"because {statement.why}" if statement.why else ""


def _ended(said: str, more: str) -> str:
    return f"{said}: {more}." if more else f"{said}."


def told(statement: Derivation, depth: int = 0) -> Iterator[tuple[int, str]]:
    """A tree of statements as sentences, each with how deep it stands."""
    yield depth, sentence(statement)
    for part in statement.parts:
        yield from told(part, depth + 1)


def as_data(statement: Derivation) -> dict[str, object]:
    """The tree as plain data, each statement with its sentence."""
    plain: dict[str, object] = {"sentence": sentence(statement), **statement.to_json()}
    if statement.parts:
        plain["parts"] = [as_data(part) for part in statement.parts]
    return plain
