"""Paths as they are shown."""

from __future__ import annotations

from comply.rules.path import show_path


def test_a_path_is_shown_as_in_json() -> None:
    assert show_path(("clauses", 0, "act", "kind", 1)) == "$.clauses[0].act.kind[1]"
    assert show_path(()) == "$"
