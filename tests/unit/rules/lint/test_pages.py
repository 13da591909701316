"""Every lint has its page, and what the page shows is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from comply.rules.lint.registry import LINTS

from .small import findings

FOLDER = Path(__file__).parents[4] / "docs" / "lints"
PAGES = {lint.code: (FOLDER / f"{lint.code}.md").read_text() for lint in LINTS}


def example(code: str, heading: str) -> str:
    (text,) = re.findall(rf"^## {heading}\n\n```yaml\n(.*?)^```$", PAGES[code], re.MULTILINE | re.DOTALL)
    return text


@pytest.mark.parametrize("code", PAGES)
def test_what_is_to_be_avoided_raises_this_finding_and_no_other(code):
    assert {finding.code for finding in findings(example(code, "Avoid"))} == {code}


@pytest.mark.parametrize("code", PAGES)
def test_what_is_preferred_raises_none(code):
    assert findings(example(code, "Prefer")) == []


@pytest.mark.parametrize("lint", LINTS, ids=lambda lint: lint.code)
def test_a_page_says_what_the_lint_is_and_why(lint):
    assert PAGES[lint.code].startswith(f"# {lint.title}\n\n`{lint.code}` · {lint.severity}\n")
    assert re.search(r"^## Why\n\n\S", PAGES[lint.code], re.MULTILINE)


def test_the_index_lists_every_lint_and_nothing_else():
    listed = set(re.findall(r"^\| \[`([a-z-]+)`\]", (FOLDER / "index.md").read_text(), re.MULTILINE))
    assert listed == set(PAGES) == {file.stem for file in FOLDER.glob("*.md")} - {"index"}


def test_codes_are_unique_and_listed_in_order():
    codes = [lint.code for lint in LINTS]
    assert codes == sorted(set(codes))
