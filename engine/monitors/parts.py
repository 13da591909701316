"""Parts: what each opening of an obligation has one instance of, by party, by area and by stage."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...rules import clauses
from ...rules.doing import done_by
from ...rules.instants import instant_of
from ...rules.names import PartyName
from ...rules.pattern import Number
from ...rules.temporal import Stage as Portion
from .compiler import Compiler
from .instance import Due


@attrs.frozen
class Part:
    """What an opening has one instance of: whose duty, met by which acts, how much, due when."""

    words: str
    kept_apart: str
    """The same without the stage."""
    pattern: int
    bearer: tuple[PartyName, ...]
    goal: Number
    due: Due


def parts_of(clause: clauses.Obligation, compiler: Compiler) -> Iterator[Part]:
    """One part for each party, each area and each stage, as far as the duty is kept apart by them."""
    whole = Portion(at_least=1, by=clause.by, within=clause.within)
    apart = clause.trigger is None and clause.opened_by is None
    members = sorted(compiler.matcher.world.members(clause.bearer)) if apart and "bearer" in clause.per else [None]
    areas = clause.act.area if apart and "area" in clause.per else (None,)
    for member in members:
        owed_by = () if member is None else (PartyName(member),)
        for area in areas:
            act = clause.act if area is None else attrs.evolve(clause.act, area=(area,))
            pattern = compiler.pattern(done_by(act, clause.performer or owed_by or clause.bearer))
            words = (f" for {member}" if member else "") + (f" in {area}" if area else "")
            for number, portion in enumerate(clause.stages or (whole,), start=1):
                stage = f" stage {number}" if clause.stages else ""
                yield Part(words + stage, words, pattern, owed_by, portion.at_least, _due(portion, compiler))


def _due(portion: Portion, compiler: Compiler) -> Due:
    by = None if portion.by is None else instant_of(compiler.terms, portion.by)
    return Due(portion.within, by, compiler.view.zone)
