"""What libyaml reads is what ruamel.yaml reads: who has the one and who has the other read the same agreement."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply.events.errors import AgreementError
from comply.rules.document import parse

ROOT = Path(__file__).parents[2]
PIECES = (
    *("a", "b", "1", "no", "~", "null", "é", "\U0001f54a", "x y", "http://x.org/#y", "19:00", "<<", "=", "?"),
    *(": ", ":", "- ", "-", "\n", "\n\n", "\r\n", "\n  ", "\n    ", "\n\t", "  ", " ", "\t", "? "),
    *("[", "]", "{", "}", ", ", ",", "'", '"', "''", "\\", "\\n", "\\x41", "\\u263a", "\\/"),
    *("|", "|-", "|2", ">", ">+", "#", " # c", "&x ", "&y ", "*x", "*y", "!!str ", "!", "!e "),
    *("%YAML 1.2\n", "%YAML 1.1\n", "---\n", "...\n", "--- "),
    *("\x85", "\u2028", "\ufeff", "\x07", "@", "`", "%"),
)


def read(data: bytes) -> object:
    try:
        return parse(data, "doc")
    except AgreementError as error:
        return str(error)


def read_by_ruamel_alone(data: bytes) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("yaml.CSafeLoader", raising=False)
        return read(data)


@given(st.sampled_from(["r: ", "- "]), st.lists(st.sampled_from(PIECES), max_size=12))
def test_both_parsers_read_the_same(start: str, pieces: list[str]) -> None:
    data = "".join([start, *pieces]).encode()
    assert read(data) == read_by_ruamel_alone(data)


FILES = sorted(
    [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("rules/library/**/*.yaml"), *ROOT.glob("tests/cases/**/*.yaml")]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_both_parsers_read_the_same_of_every_document_of_the_project(file: Path) -> None:
    data = file.read_bytes()
    assert read(data) == read_by_ruamel_alone(data)
