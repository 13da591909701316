"""The operators: which monitor each kind of clause has. A new one is its own file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from ...rules.clauses import Clause, Condition, Limit, Maintenance, Obligation, Permission, Power, Prohibition
from . import condition, level, limit, maintenance, obligation, permission, power, prohibition, steps
from .base import Monitor
from .compiler import Compiler

Build = Callable[[Any, Compiler], object]


def _condition(clause: Condition, compiler: Compiler) -> object:
    """A condition holds for a duration, or has steps."""
    return (steps if clause.for_ is None else condition).build(clause, compiler)


def _maintenance(clause: Maintenance, compiler: Compiler) -> object:
    """A maintenance keeps a state, or a level."""
    return (level if clause.keep is None else maintenance).build(clause, compiler)


OPERATORS: Mapping[type[Clause], Build] = {
    Prohibition: prohibition.build,
    Limit: limit.build,
    Obligation: obligation.build,
    Maintenance: _maintenance,
    Condition: _condition,
    Permission: permission.build,
    Power: power.build,
}
"""Kinds without an entry have no monitor, nor do permissions that need none: they are in force or not, and others look
at that."""


def monitor_of(clause: Clause, compiler: Compiler) -> Monitor | None:
    """A fresh monitor of a clause, where its kind has one."""
    build = OPERATORS.get(type(clause))
    return None if build is None else cast("Monitor", build(clause, compiler))
