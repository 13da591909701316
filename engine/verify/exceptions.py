"""Permissions and exclusions: whether an exception takes an act out of what a clause forbids or limits."""

from __future__ import annotations

from collections.abc import Iterator

from ...events.duration import add
from ...rules.clauses import Clause, Exclusion, Limit, Permission, Prohibition
from ...rules.pattern import Pattern
from .meaning import shares
from .scene import Scene
from .told import Told


def excused(scene: Scene, clause: Clause, act: Told, *, excuses: bool = True) -> bool:
    """Whether an exception to a clause applies to an act."""
    return any(applies(scene, other, act, excuses=excuses) for other in exceptions_to(scene, clause))


def exceptions_to(scene: Scene, clause: Clause) -> Iterator[Clause]:
    """A permission defeats the clauses it names; an exclusion, every prohibition and limit but those it spares."""
    for other in scene.terms.clauses:
        named = isinstance(other, Permission) and clause.id in other.defeats
        reached = isinstance(other, Exclusion) and isinstance(clause, Prohibition | Limit)
        if named or (reached and clause.id not in other.spares):  # type: ignore[attr-defined]
            yield other


def applies(scene: Scene, exception: Clause, act: Told, *, excuses: bool) -> bool:
    """An exception applies if its act is meant, it is in force, its notice was given and nothing defeats it."""
    return (
        scene.sense.means(excepted_act(scene, exception), act, each=excuses)
        and scene.course.in_force(exception, act.at)
        and noticed(scene, exception, act)
        and not excused(scene, exception, act, excuses=not excuses)
    )


def excepted_act(scene: Scene, exception: Clause) -> Pattern:
    """The acts that an exception means: those of its performer, else of its bearer, where it is a permission."""
    assert isinstance(exception, Permission | Exclusion)
    doer = () if isinstance(exception, Exclusion) else exception.performer or exception.bearer
    return scene.sense.acts_of(exception.act, doer)


def noticed(scene: Scene, exception: Clause, act: Told) -> bool:
    """With ``given`` it holds only if such an act came before: strictly, at least and at most so long, of like keys."""
    given = exception.given if isinstance(exception, Permission) else None
    if given is None:
        return True
    return any(
        notice.at < act.at
        and (given.at_least is None or add(notice.at, given.at_least, scene.zone) <= act.at)
        and (given.at_most is None or act.at <= add(notice.at, given.at_most, scene.zone))
        and shares(given.same, notice, act)
        for notice in scene.meant(given.act)
    )
