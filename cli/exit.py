"""Exit codes: what a script learns from a run."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command has exit codes, and only some of them evaluate
    from ..engine.evaluation import Evaluation


class Exit(IntEnum):
    """0 compliant, 1 violations, 2 usage, 3 bad agreement, 4 bad input, 5 inconclusive where that is to fail.

    70 and 130 say nothing of the agreement: the run failed or was interrupted.
    """

    COMPLIANT = 0
    VIOLATIONS = 1
    USAGE = 2
    BAD_AGREEMENT = 3
    BAD_INPUT = 4
    INCONCLUSIVE = 5
    FAILED = 70
    INTERRUPTED = 130


def exit_code(evaluation: Evaluation, *, fail_on_inconclusive: bool) -> Exit:
    """The exit code of an evaluation; violations come before doubts."""
    from ..engine.monitors.base import INCONCLUSIVE, VIOLATED

    verdicts = {verdict.verdict for verdict in evaluation.verdicts}
    if VIOLATED in verdicts:
        return Exit.VIOLATIONS
    if fail_on_inconclusive and INCONCLUSIVE in verdicts:
        return Exit.INCONCLUSIVE
    return Exit.COMPLIANT
