"""The lints: a new one is its own file and a line here; others come through the entry-point group ``comply.lints``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint

import attrs

from ...events.plugins import plugged_in
from . import (
    act_never_matches,
    allegations_established,
    circle_of_effects,
    citation_missing,
    citation_without_basis,
    clause_never_in_force,
    consequence_never_follows,
    contradiction,
    duty_without_deadline,
    exception_never_applies,
    overlapping_areas,
    phase_without_exit,
    place_without_code,
    power_nobody_can_exert,
    power_without_effect,
    reading_changes_nothing,
    tied_effects,
    unpublished_area,
    unreachable_phase,
    unused_area,
    unused_document,
    unused_instant,
    unused_kind,
    unused_party,
    window_closes_early,
)
from .base import SEVERITIES, Lint

GROUP = "comply.lints"

LINTS: tuple[Lint, ...] = (
    act_never_matches.LINT,
    allegations_established.LINT,
    circle_of_effects.LINT,
    citation_missing.LINT,
    citation_without_basis.LINT,
    clause_never_in_force.LINT,
    consequence_never_follows.LINT,
    contradiction.LINT,
    duty_without_deadline.LINT,
    exception_never_applies.LINT,
    overlapping_areas.LINT,
    phase_without_exit.LINT,
    place_without_code.LINT,
    power_nobody_can_exert.LINT,
    power_without_effect.LINT,
    reading_changes_nothing.LINT,
    tied_effects.LINT,
    unpublished_area.LINT,
    unreachable_phase.LINT,
    unused_area.LINT,
    unused_document.LINT,
    unused_instant.LINT,
    unused_kind.LINT,
    unused_party.LINT,
    window_closes_early.LINT,
)
"""The lints that come with comply."""


@attrs.frozen
class Plugins:
    """The lints that other distributions bring, and what is wrong with those that cannot be used."""

    lints: tuple[Lint, ...] = ()
    broken: tuple[str, ...] = ()


def plugins(points: Iterable[EntryPoint] | None = None) -> Plugins:
    """Load the lints of other distributions; each entry point names a ``Lint``."""
    return Plugins(*plugged_in(GROUP, Lint, _wrong, points))


def _wrong(lint: Lint, others: tuple[Lint, ...]) -> str | None:
    """Why a lint cannot be used."""
    if lint.code in {one.code for one in (*LINTS, *others)}:
        return f"the code {lint.code!r} is taken"
    known = lint.severity in SEVERITIES
    return None if known else f"its severity {lint.severity!r} is none of {', '.join(SEVERITIES)}"
