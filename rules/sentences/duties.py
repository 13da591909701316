"""Duties: prohibitions, limits, obligations and maintenance."""

from __future__ import annotations

from collections.abc import Iterator

from ..clauses import Clause, Limit, Maintenance, Obligation, Prohibition
from ..temporal import Stage
from .acts import act, level, state
from .effects import outcome
from .words import Words, key, lasting, listed, total


def bearer(words: Words, clause: Clause) -> str:
    """Who is bound."""
    return words.parties(clause.bearer) if clause.bearer else "Anyone"


def _must(words: Words, clause: Clause, done: str) -> str:
    """What the bearer must do itself or, where the acts of others count, have them do."""
    others = f"have {words.parties(clause.performer)} " if clause.performer else ""
    return f"{bearer(words, clause)} must {others}{done}"


def owed(words: Words, clause: Clause) -> str:
    """To whom, as the end of a sentence."""
    return f"; this is owed to {words.parties(clause.counterparty)}" if clause.counterparty else ""


def prohibition(words: Words, clause: Prohibition) -> Iterator[str]:
    """A duty to abstain."""
    abstain = f"must keep {words.parties(clause.performer)} from" if clause.performer else "must not do"
    whose = f"{bearer(words, clause)} {abstain}" if clause.bearer or clause.performer else "Nobody may do"
    yield f"{whose} {act(words, clause.act)}{owed(words, clause)}."
    yield "Each such act is a breach, and the duty stays."


def limit(words: Words, clause: Limit) -> Iterator[str]:
    """A ceiling."""
    yield (
        f"{_must(words, clause, 'keep')} the {total(clause.amount)} to at most {clause.at_most} "
        f"{_window(words, clause)}, counting {act(words, clause.act)}{owed(words, clause)}."
    )
    yield from _apart(clause.per, "It is added up apart for each {}.")
    yield "Each act by which it is more is a breach; acts that an exception covers do not count."


def _window(words: Words, clause: Limit) -> str:
    said = []
    if clause.within is not None:
        said.append(f"in any stretch of {lasting(clause.within)} (both ends included)")
    if clause.each is not None:
        monday = ", from Monday on" if clause.each == "week" else ""
        said.append(f"in each {clause.each} of the calendar of {words.terms.timezone}{monday}")
    return " and ".join(said)


def _apart(per: tuple[str, ...], text: str) -> Iterator[str]:
    if per:
        yield text.format(listed(map(key, per)))


def obligation(words: Words, clause: Obligation) -> Iterator[str]:
    """A duty to achieve."""
    yield f"{_must(words, clause, 'do')} {act(words, clause.act, every=False)}{owed(words, clause)}."
    if len(words.members(clause.performer or clause.bearer)) > 1 and "bearer" not in clause.per:
        yield "An act of any one of them is enough." if not clause.act.jointly else "They must do it together."
    yield from _opening(words, clause)
    yield _deadline(words, clause)
    yield from _per(clause)
    if clause.amount != "count" or clause.stages:
        yield f"What is added up from when it arises is the {total(clause.amount)}."
    for number, stage in enumerate(clause.stages, start=1):
        yield f"Part {number}: {_stage(words, stage)}."
    if clause.clock == "stops":
        yield "A suspension stops the clock: its deadlines move by as long as the suspension lasts."
    else:
        yield "A suspension does not stop the clock: a deadline that passes meanwhile is decided on resumption."


def _opening(words: Words, clause: Obligation) -> Iterator[str]:
    if clause.trigger is not None:
        yield f"The duty arises anew with {act(words, clause.trigger)}."
    if clause.opened_by is not None:
        yield f"The duty arises anew whenever {outcome(words, clause.opened_by)}."
    if clause.trigger is None and clause.opened_by is None:
        yield "The duty arises when the clause comes into force."


def _deadline(words: Words, clause: Obligation) -> str:
    due = _due(words, clause)
    if due:
        both = " — whichever is earlier" if len(due) > 1 else ""
        return f"It must be done {' and '.join(due)}{both}; if not, that is a breach at the deadline."
    if clause.stages:
        return "It is due in parts; each part is met or breached by itself."
    return "No deadline is set: the duty stays open until it is met or ends."


def _due(words: Words, part: Obligation | Stage) -> list[str]:
    due = []
    if part.within is not None:
        due.append(f"within {lasting(part.within)} after it arises (the last instant included)")
    if part.by is not None:
        due.append(f"by {words.instant(part.by)} (that instant included)")
    return due


def _per(clause: Obligation) -> Iterator[str]:
    if clause.trigger is not None or clause.opened_by is not None:
        yield from _apart(clause.per, "Only an act with the same {} as what gave rise to the duty meets it.")
    else:
        yield from _apart(clause.per, "There is one such duty for each {}, met by itself.")


def _stage(words: Words, stage: Stage) -> str:
    return f"at least {stage.at_least} in all, " + (" and ".join(_due(words, stage)) or "without a deadline")


def maintenance(words: Words, clause: Maintenance) -> Iterator[str]:
    """A duty to keep something so."""
    yield f"{bearer(words, clause)} must at all times keep {_kept(words, clause)}{owed(words, clause)}."
    if clause.level is not None:
        yield from level(words, clause.level)
    if clause.grace is None:
        yield "Any failure is a breach, from when it begins until it is mended."
    else:
        yield f"A failure is a breach once it lasts longer than {lasting(clause.grace)} (just as long is none)."


def _kept(words: Words, clause: Maintenance) -> str:
    said = [] if clause.keep is None else [state(words, clause.keep)]
    bounds = [
        f"at {word} {number} (that number included)"
        for word, number in (("least", clause.at_least), ("most", clause.at_most))
        if number is not None
    ]
    if clause.level is not None or bounds:
        said.append("the level described here " + listed(bounds or ["as it is"]))
    return listed(said or ["what is described here"])
