"""What `comply new` writes: an agreement with a case, a clause of a kind, a lint with its test and its page."""

from __future__ import annotations

import re
from importlib import resources

NAME = re.compile(r"(?!null$)[a-z0-9][a-z0-9-]*")
"""What an agreement or a lint can be called: a folder and a code are made of it; to YAML ``null`` is no name."""


def _template(name: str) -> str:
    return resources.files(f"{__package__}.templates").joinpath(name).read_text(encoding="utf-8")


def new_agreement(name: str) -> dict[str, str]:
    """The files of a new agreement, by their path in its folder."""
    document = _template("agreement.yaml").replace("\nid: ID\n", f"\nid: {name}\n")
    return {"agreement.yaml": document, "cases/first.yaml": _template("cases.yaml")}


def new_clause(kind: str) -> str:
    """A clause of a kind, to be pasted below the others."""
    clauses = re.split(r"\n(?=  - id: )", "\n" + _template("clauses.yaml"))
    return next(clause for clause in clauses if f"\n    kind: {kind}\n" in clause).strip("\n") + "\n"


def new_lint(code: str) -> dict[str, str]:
    """The files of a new lint, by their path in a checkout."""
    module = code.replace("-", "_")
    files = {
        f"rules/lint/{module}.py": "lint.py.txt",
        f"tests/unit/rules/lint/test_{module}.py": "lint_test.py.txt",
        f"docs/lints/{code}.md": "lint.md.txt",
    }
    return {path: _template(template).replace("lint-code", code) for path, template in files.items()}
