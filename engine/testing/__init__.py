"""Trying an agreement on author cases, as a library.

>>> from comply import load
>>> from comply.rules.script import parse_cases
>>> from comply.engine.testing import run_case
>>> agreement = load("us-russia-syria-2016")
>>> script = parse_cases(open("calm.case.yaml", "rb").read(), "calm.case.yaml")
>>> [run_case(agreement, case).passed for case in script.cases(agreement)]
[True, True]
"""

from .trial import BOTH, Failure, Trial, run_case

__all__ = ["BOTH", "Failure", "Trial", "run_case"]
