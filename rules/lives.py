"""How a clause lives: active or not, suspended, ended; and what each verb makes of that."""

from __future__ import annotations

from collections.abc import Mapping

ACTIVE = "active"
INACTIVE = "inactive"
SUSPENDED = "suspended"
ENDED = "ended"

BECOMES: Mapping[str, tuple[str, frozenset[str]]] = {
    "activate": (ACTIVE, frozenset((INACTIVE, SUSPENDED, ACTIVE))),
    "suspend": (SUSPENDED, frozenset((ACTIVE, SUSPENDED))),
    "resume": (ACTIVE, frozenset((ACTIVE, SUSPENDED))),
    "discharge": (ENDED, frozenset[str]()),
    "terminate": (ENDED, frozenset[str]()),
}
"""What each verb makes of a clause, and of which states of it; none named means any."""
