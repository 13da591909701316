"""Findings of a check for people and editors: ``file:line:column: CODE severity: message (remedy)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...rules.lint.base import Finding
from ..console import clean


def text(findings: Sequence[Finding], *, titles: Mapping[str, str]) -> str:  # noqa: ARG001  # as all reporters of a check
    """One line for each finding."""
    return "".join(clean(" ".join(_line(finding).split())) + "\n" for finding in findings)


def _line(finding: Finding) -> str:
    at = finding.location
    place = ":".join(str(part) for part in (at.file, at.line, at.column) if part is not None)
    remedy = f" ({finding.remedy})" if finding.remedy else ""
    return f"{place}: {finding.code} {finding.severity}: {finding.words}{remedy}"
