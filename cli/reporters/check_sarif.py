"""Findings of a check in SARIF 2.1.0, the interchange format of static analysis (OASIS)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from ...rules.lint.base import Finding
from ...version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def text(findings: Sequence[Finding], *, titles: Mapping[str, str]) -> str:
    """One run with a rule for every code, whether it was found or not."""
    codes = sorted(titles)
    rules = [{"id": code, "name": _name(code), "shortDescription": {"text": titles[code]}} for code in codes]
    driver = {"name": "comply", "version": __version__, "semanticVersion": __version__, "rules": rules}
    results = [_result(finding, codes) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _name(code: str) -> str:
    return "".join(word.capitalize() for word in code.split("-"))


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    remedy = f" ({finding.remedy})" if finding.remedy else ""
    properties = {"readings": list(finding.readings) or None, "witness": finding.witness}
    given = {name: value for name, value in properties.items() if value is not None}
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": finding.words + remedy},
        "locations": [_location(finding)],
        "partialFingerprints": {"comply/v1": _fingerprint(finding)},
        **({"properties": given} if given else {}),
    }


def _location(finding: Finding) -> dict[str, Any]:
    at = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(at.file)}}
    if at.line is not None:
        region = {"startLine": at.line, **({"startColumn": at.column} if at.column is not None else {})}
        physical["region"] = region
    where: dict[str, Any] = {"physicalLocation": physical}
    if finding.clause is not None:
        where["logicalLocations"] = [{"name": finding.clause, "kind": "member"}]
    return where


def _uri(file: str) -> str:
    """A relative reference, or a file URI where the path is absolute."""
    return Path(file).as_uri() if PurePath(file).is_absolute() else quote(PurePath(file).as_posix())


def _fingerprint(finding: Finding) -> str:
    """Stays as it is while lines move."""
    parts = (finding.code, finding.location.file, finding.clause or finding.location.path or "", finding.message)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
