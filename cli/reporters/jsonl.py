"""Findings as canonical JSON, one entry a line."""

from __future__ import annotations

from typing import BinaryIO

from ...engine.evaluation import Evaluation
from ...engine.ledger import lines


def write(evaluation: Evaluation, file: BinaryIO) -> None:
    """Write the ledger of an evaluation."""
    for line in lines(evaluation):
        file.write(line)
