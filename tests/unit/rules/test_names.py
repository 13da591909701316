"""Names as they are compared."""

from __future__ import annotations

import pytest

from comply.rules.names import folded


@pytest.mark.parametrize(
    "text", ["Free Syrian Army", "free-syrian_army", "  FREE  syrian\tarmy ", "free_-_syrian army"]
)
def test_case_space_and_dashes_do_not_part_names(text: str) -> None:
    assert folded(text) == "free syrian army"


def test_names_in_other_scripts_are_folded_too() -> None:
    assert folded("СИРИЯ") == folded("сирия")
    assert folded("STRASSE") == folded("straße")
