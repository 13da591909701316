from __future__ import annotations

import pytest

from comply.events.mark import Mark
from comply.events.taxonomy import DEFAULT_KINDS, DEFAULT_TAXONOMY, Taxonomy


@pytest.mark.parametrize(
    ("reported", "wanted", "mark"),
    [
        ("air_strike", ["air_strike"], Mark.CERTAIN),
        ("barrel_bomb", ["air_strike"], Mark.CERTAIN),
        ("air_strike", ["air_sortie"], Mark.CERTAIN),
        ("air_strike", ["attack"], Mark.CERTAIN),
        ("attack", ["air_strike"], Mark.POSSIBLE),
        ("event", ["barrel_bomb"], Mark.POSSIBLE),
        ("shelling", ["air_strike"], Mark.NONE),
        ("reconnaissance_flight", ["air_strike"], Mark.NONE),
        ("shelling", ["air_strike", "attack"], Mark.CERTAIN),
        ("attack", ["air_strike", "renewal"], Mark.POSSIBLE),
        ("shelling", [], Mark.NONE),
    ],
)
def test_a_particular_kind_is_certainly_the_general_and_a_general_one_possibly_the_particular(
    reported: str, wanted: list[str], mark: Mark
) -> None:
    assert DEFAULT_TAXONOMY.is_a(reported, wanted) is mark


def test_every_common_kind_is_an_event_and_names_only_common_kinds() -> None:
    for kind, parents in DEFAULT_KINDS.items():
        assert set(parents) <= set(DEFAULT_KINDS)
        assert DEFAULT_TAXONOMY.is_a(kind, ["event"]) is Mark.CERTAIN


def test_an_agreement_may_add_kinds_without_changing_the_common_ones() -> None:
    more = DEFAULT_TAXONOMY.extended({"tank_fire": ("attack",)})
    assert more.is_a("tank_fire", ["attack"]) is Mark.CERTAIN
    assert "tank_fire" in more
    assert "tank_fire" not in DEFAULT_TAXONOMY


def test_a_kind_named_again_gets_the_new_parents_even_after_a_question() -> None:
    assert DEFAULT_TAXONOMY.is_a("checkpoint", ["attack"]) is Mark.NONE
    changed = DEFAULT_TAXONOMY.extended({"checkpoint": ("attack",)})
    assert changed.is_a("checkpoint", ["attack"]) is Mark.CERTAIN
    assert DEFAULT_TAXONOMY.is_a("checkpoint", ["attack"]) is Mark.NONE


def test_a_circle_of_kinds_ends() -> None:
    assert Taxonomy({"a": ("b",), "b": ("c",), "c": ("a",)}).ancestors("a") == {"a", "b", "c"}


def test_an_unknown_kind_is_only_itself() -> None:
    assert DEFAULT_TAXONOMY.ancestors("unheard_of") == {"unheard_of"}
    assert DEFAULT_TAXONOMY.is_a("unheard_of", ["event"]) is Mark.NONE
