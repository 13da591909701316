"""The operators: which monitor each kind of clause has. A new one is its own file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from ...rules.clauses import Clause, Condition, Limit, Obligation, Power, Prohibition
from . import condition, limit, obligation, power, prohibition
from .base import Monitor
from .compiler import Compiler

Build = Callable[[Any, Compiler], object]

OPERATORS: Mapping[type[Clause], Build] = {
    Prohibition: prohibition.build,
    Limit: limit.build,
    Obligation: obligation.build,
    Condition: condition.build,
    Power: power.build,
}
"""Kinds without an entry have no monitor: they are in force or not, and others look at that."""


def monitor_of(clause: Clause, compiler: Compiler) -> Monitor | None:
    """A fresh monitor of a clause, where its kind has one."""
    build = OPERATORS.get(type(clause))
    return None if build is None else cast("Monitor", build(clause, compiler))
