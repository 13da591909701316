"""Outcomes of clauses, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import OUTCOMES, Clause, Consequence, all_consequences, consequences
from ..temporal import OUTCOME_FIELDS, Outcome, Step
from .acts import act
from .words import Words, lasting, listed

HAPPENS = {
    "breach": "is breached",
    "fulfilment": "is fulfilled",
    "met": "becomes true",
    "exerted": "is exercised",
    "expiry": "has a period that ends without renewal",
    "restoration": "is kept again after a breach",
}
"""What befalls a clause, by outcome."""
_DONE = {
    "enter": "the agreement enters the phase {}",
    "activate": "{} becomes active",
    "suspend": "{} is suspended",
    "resume": "{} is resumed after a suspension",
    "discharge": "{} is discharged",
    "reset": "{} starts anew",
    "waive": "what is open under {} is released",
    "extend": "the open deadlines of {} are moved",
    "terminate": "{} ends for good",
}


def outcome(words: Words, record: Outcome) -> str:
    """Any of the outcomes that are named: ``C02 is breached``."""
    named = {field: getattr(record, field) for field in OUTCOME_FIELDS}
    said = [f"{words.clauses(names, 'or')} {HAPPENS[OUTCOME_FIELDS[field]]}" for field, names in named.items() if names]
    if isinstance(record, Step) and record.act is not None:
        said.insert(0, f"{act(words, record.act, every=False)} takes place")
    return listed(said, "or") if said else "nothing"


def steps(words: Words, taken: tuple[Step, ...]) -> Iterator[str]:
    """Numbered steps, a sentence each."""
    for number, step in enumerate(taken, start=1):
        yield f"({number}) {outcome(words, step)}."


def effects(words: Words, clause: Clause) -> Iterator[str]:
    """What follows from each outcome of a clause, in the order in which it is applied."""
    for result in OUTCOMES:
        found = sorted(consequences(clause, result), key=lambda one: one.priority)
        if found:
            listing = "; then ".join(effect(words, one) for one in found)
            yield f"When it {HAPPENS[result]}: {listing}."


def effect(words: Words, consequence: Consequence) -> str:
    """One consequence."""
    said = [
        _DONE[verb].format(_entered(words, name) if verb == "enter" else words.clause(name))
        for verb, name in consequence.given
    ]
    by = f" by {lasting(consequence.by)}" if consequence.by is not None else ""
    rank = f" (priority {consequence.priority})" if consequence.priority else ""
    return listed(said or ["nothing"]) + by + rank


def _entered(words: Words, name: str) -> str:
    """A phase, and from which others alone it can be entered."""
    froms = next((phase.from_ for phase in words.terms.phases if phase.id == name), ())
    only = f" (from {listed(map(words.phase, froms), 'or')} only)" if froms else ""
    return words.phase(name) + only


def done_to(words: Words, clause: Clause) -> Iterator[str]:
    """What other clauses do to this one."""
    for other in words.terms.clauses:
        for result, _, consequence in all_consequences(other):
            touched = (name for verb, name in consequence.given if verb != "enter")
            if other.id != clause.id and clause.id in touched:
                yield f"When {words.clause(other.id)} {HAPPENS[result]}: {effect(words, consequence)}."
