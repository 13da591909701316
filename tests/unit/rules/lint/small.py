"""Small agreements from fragments: what a fragment names and does not declare is declared for it."""

from __future__ import annotations

import re

from comply.rules.lint.base import Finding
from comply.rules.lint.registry import LINTS
from comply.rules.lint.run import check
from comply.rules.load import Source, loads_source

CITED = "title: T, citation: {document: text, text: words}"

_CALM = f"""
  - {{id: calm, kind: prohibition, {CITED}, bearer: [north, south], during: truce, act: {{kind: attack}}}}
"""
_DEFAULTS = {
    "documents": {"text": "{title: The text}"},
    "parties": {
        "north": "{name: North}",
        "north-air": "{name: Northern air force, part_of: north}",
        "south": "{name: South}",
    },
    "areas": {"city": "{pcodes: [SY02]}", "district": "{pcodes: [SY0201]}", "hidden": "{unpublished: true}"},
}
_PHASES = """
phases:
  - {id: war, title: War}
  - {id: truce, title: Truce, at: "2020-01-01T00:00:00Z"}
"""


def source(fragment: str) -> Source:
    """A fragment of a document, made whole."""
    text = fragment.replace("CITED", CITED).strip("\n") + "\n"
    declared = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    if "clauses" not in declared:
        text += "clauses:" + _CALM
    if "phases" not in declared:
        text += _PHASES.lstrip("\n")
    for section, names in _DEFAULTS.items():
        used = [name for name in names if re.search(rf"(?<![\w-]){name}(?![\w-])", text)]
        used = list(names)[:1] + used if section == "parties" and "north-air" in used else used
        if section not in declared and used:
            text += f"{section}:\n" + "".join(f"  {name}: {names[name]}\n" for name in dict.fromkeys(used))
    return loads_source((text + "comply: 1\nid: small\ntitle: Small\n").encode(), file="small.yaml")


def findings(fragment: str) -> list[Finding]:
    """All that is found in a fragment."""
    return list(check(source(fragment), (), trusted=LINTS))


def found(fragment: str, code: str) -> list[str]:
    """The messages of one lint, with the clause and the readings they are about."""
    return [finding.words for finding in findings(fragment) if finding.code == code]


def clauses(text: str) -> str:
    """A fragment of clauses alone."""
    return "clauses:\n" + text
