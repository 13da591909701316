"""comply: a rules engine for agreement compliance.

An agreement's clauses are declarative rules; incident events are evaluated against them to flag violations and to
move the agreement's phases.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .engine.evaluation import Evaluation
    from .engine.finding import Finding, PhaseFinding, Verdict
    from .engine.replay import evaluate
    from .events.errors import AgreementError, ComplyError, LogError, Problem
    from .events.incident import Incident
    from .events.log import Log, admit
    from .events.mark import Mark
    from .events.sources.jsonl import read_log
    from .rules.agreement import Agreement
    from .rules.load import library, load, loads

__all__ = [
    "Agreement",
    "AgreementError",
    "ComplyError",
    "Evaluation",
    "Finding",
    "Incident",
    "Log",
    "LogError",
    "Mark",
    "PhaseFinding",
    "Problem",
    "Verdict",
    "__version__",
    "admit",
    "evaluate",
    "library",
    "load",
    "loads",
    "read_log",
]

_HOMES = {
    "engine.finding": ("Finding", "PhaseFinding", "Verdict"),
    "engine.evaluation": ("Evaluation",),
    "engine.replay": ("evaluate",),
    "events.errors": ("AgreementError", "ComplyError", "LogError", "Problem"),
    "events.incident": ("Incident",),
    "events.log": ("Log", "admit"),
    "events.mark": ("Mark",),
    "events.sources.jsonl": ("read_log",),
    "rules.agreement": ("Agreement",),
    "rules.load": ("library", "load", "loads"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that a short command pays only for what it needs."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value
