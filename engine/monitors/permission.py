"""Permission: where it holds only after an act such as a notice, it keeps those acts; judges look them up."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ...events.mark import Mark
from ...events.time import Instant
from ...rules import clauses
from ..events import Act, Signal
from .base import Quiet, Roles, Standing, standing_of_exception
from .compiler import Compiler
from .notices import Notices


@attrs.define
class Permission(Quiet):
    """The state of a permission that needs a notice."""

    clause: int
    notices: Notices
    now: Mark = Mark.NONE

    @property
    def roles(self) -> Roles:
        """The acts that give notice."""
        return (("an act that must come before", self.notices.pattern),)

    def force_changed(self, now: Instant, mark: Mark) -> Iterator[Signal]:
        """Remember whether it is in force; a notice counts whether or not it was then."""
        self.now = mark
        yield from ()

    def observe(self, act: Act, now: Instant, *, settled: bool) -> Iterator[Signal]:
        """Keep a notice."""
        self.notices.add(act, settled=settled)
        yield from ()

    def standing(self) -> Standing:
        """A permission is no duty: it is in force or not."""
        return standing_of_exception(self.now)


def build(clause: clauses.Permission, compiler: Compiler) -> Permission | None:
    """The monitor of a permission; one that needs no notice has none."""
    notices = compiler.notices(clause)
    return None if notices is None else Permission(compiler.number[clause.id], notices)
