"""What libyaml reads is what ruamel.yaml reads: who has the one and who has the other read the same agreement."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from comply.events.errors import AgreementError
from comply.rules.document import Node, parse
from comply.rules.yaml12 import reader

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
@example("- ", ["\x85\ufeff"])
@example("- ", ["\n\ufeff"])
@example("- ", ["|#"])
@example("r: ", ["\n\n...\n\ufeff"])
@example("r: ", ["|2\x85  ,a!"])
@example("- ", [">+\n    \n     *y>+"])
def test_both_parsers_read_the_same(start: str, pieces: list[str]) -> None:
    """Chance finds few of the texts that the parsers read differently: those that are known are tried each time."""
    data = "".join([start, *pieces]).encode()
    assert read(data) == read_by_ruamel_alone(data)


def events(yaml: YAML, text: str) -> list[tuple[object, ...]] | None:
    try:
        return [
            (type(event), getattr(event, "value", None), getattr(event, "anchor", None), event.start_mark.index)
            for event in yaml.parse(text)
        ]
    except (YAMLError, ValueError, OverflowError):
        return None


@given(st.sampled_from(["", "r: ", "- "]), st.lists(st.sampled_from([*PIECES, "\t\n", "a\tb", "\t# c\n"]), max_size=12))
def test_what_ruamel_reads_means_the_same_with_the_tabs_that_it_refuses(start: str, pieces: list[str]) -> None:
    text = "".join([start, *pieces])
    before = events(YAML(typ="safe", pure=True), text)
    assert before is None or events(reader(), text) == before


MARKED = """\
k:~[a,~'b c',~{d:~e}]^
l:^
  - |+^
    text
  - >2-~# c
      text
  - |^
    text
^
  - two^
    words~# c^
^
  - x:~y^
    z~:~"q"~# c^
"""
"""A tab may stand for ~, which parts two things, and white space for ^, at the end of a line."""
GAPS = re.compile("[~^]")


@given(st.data())
def test_a_tab_parts_what_a_space_parts(data: st.DataObject) -> None:
    white = st.text(" \t", min_size=1, max_size=3)
    made = GAPS.sub(lambda gap: data.draw(white if gap[0] == "~" else st.just("") | white), MARKED)
    plain = GAPS.sub(lambda gap: " " if gap[0] == "~" else "", MARKED)
    assert values(parse(made.encode(), "doc")) == values(parse(plain.encode(), "doc"))


def values(node: Node) -> object:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [values(item) for item in node.value]
    return {key: values(entry.node) for key, entry in node.value.items()}


@pytest.mark.parametrize("text", ["a:\n\tb: c\n", "-\ta: b\n", "\ta: b\n", "a: |\n\tb\n", "a: b\n\tc: d\n"])
def test_a_tab_is_no_indentation(text: str) -> None:
    with pytest.raises(AgreementError, match=r"not YAML.* \(.*\)"):
        parse(text.encode(), "doc")


FILES = sorted(
    [*ROOT.glob("examples/**/*.yaml"), *ROOT.glob("rules/library/**/*.yaml"), *ROOT.glob("tests/cases/**/*.yaml")]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_both_parsers_read_the_same_of_every_document_of_the_project(file: Path) -> None:
    data = file.read_bytes()
    assert read(data) == read_by_ruamel_alone(data)
