"""Findings of a check as workflow commands of GitHub Actions, which shows them beside the lines they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...rules.lint.base import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_MESSAGE, ":": "%3A", ",": "%2C"}


def text(findings: Sequence[Finding], *, titles: Mapping[str, str]) -> str:
    """One command for each finding."""
    return "".join(_command(finding, titles) + "\n" for finding in findings)


def _command(finding: Finding, titles: Mapping[str, str]) -> str:
    at = finding.location
    given = {"file": at.file, "line": at.line, "col": at.column, "title": f"{finding.code}: {titles[finding.code]}"}
    properties = ",".join(
        f"{name}={_escaped(str(value), _IN_PROPERTY)}" for name, value in given.items() if value is not None
    )
    remedy = f" ({finding.remedy})" if finding.remedy else ""
    return f"::{_COMMANDS[finding.severity]} {properties}::{_escaped(finding.words + remedy, _IN_MESSAGE)}"


def _escaped(words: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in words)
