"""Findings of a check as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...rules.lint.base import Finding


def text(findings: Sequence[Finding], *, titles: Mapping[str, str]) -> str:
    """A list of findings; what a finding does not have is left out."""
    return json.dumps([_record(finding, titles) for finding in findings], indent=2, ensure_ascii=False) + "\n"


def _record(finding: Finding, titles: Mapping[str, str]) -> dict[str, Any]:
    at = finding.location
    whole = {
        "code": finding.code,
        "title": titles[finding.code],
        "severity": finding.severity,
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "path": at.path,
        "about": finding.about,
        "clause": finding.clause,
        "readings": list(finding.readings) or None,
        "message": finding.message,
        "remedy": finding.remedy,
        "witness": json.loads(finding.witness) if finding.witness else None,
    }
    return {key: value for key, value in whole.items() if value is not None}
