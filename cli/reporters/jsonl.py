"""Findings as canonical JSON, one entry a line."""

from __future__ import annotations

from typing import BinaryIO

from ...engine.ledger import lines
from ...engine.replay import Evaluation


def write(evaluation: Evaluation, file: BinaryIO) -> None:
    """Write the ledger of an evaluation."""
    for line in lines(evaluation):
        file.write(line)
