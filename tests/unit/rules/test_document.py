"""YAML becomes a tree of texts, lists and mappings with positions, and nothing in it is guessed or run."""

from __future__ import annotations

from typing import Any

import pytest

from comply.events.errors import AgreementError
from comply.rules.document import DEEPEST, LARGEST, Mark, Node, parse


def plain(node: Node) -> Any:
    """The tree without its positions."""
    if isinstance(node.value, list):
        return [plain(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    return node.value


def refusal(data: bytes) -> str:
    with pytest.raises(AgreementError) as caught:
        parse(data, "doc")
    return str(caught.value)


@pytest.mark.parametrize(
    "word",
    [
        "19:00",
        "no",
        "yes",
        "on",
        "NO",
        "12",
        "0o17",
        "0x1F",
        "1_000",
        "1e3",
        "3.10",
        "2016-09-12",
        ".inf",
        "true",
        "=",
        "1:30:00",
    ],
)
def test_a_scalar_stays_the_text_that_was_written(word: str) -> None:
    assert plain(parse(f"a: {word}\n".encode(), "doc")) == {"a": word}
    assert plain(parse(f"%YAML 1.1\n---\na: {word}\n".encode(), "doc")) == {"a": word}


def test_keys_stay_the_text_that_was_written() -> None:
    assert plain(parse(b"no: a\n19:00: b\n1: c\n", "doc")) == {"no": "a", "19:00": "b", "1": "c"}


def test_lists_mappings_and_blocks_of_text_are_read() -> None:
    text = "a: [x, {b: y}]\nc:\n  - |\n    one\n    two\n  - >-\n    three\n    four\n"
    assert plain(parse(text.encode(), "doc")) == {"a": ["x", {"b": "y"}], "c": ["one\ntwo\n", "three four"]}


def test_keys_and_values_have_the_positions_that_editors_show() -> None:
    root = parse(b"# first\nshort: 1\nlonger:\n  - {deep: x}\n", "doc")
    assert isinstance(root.value, dict)
    assert (root.value["short"].key, root.value["short"].node.mark) == (Mark(2, 1), Mark(2, 8))
    items = root.value["longer"].node.value
    assert isinstance(items, list)
    assert items[0].mark == Mark(4, 5)


@pytest.mark.parametrize(
    ("written", "null"), [("", True), ("~", True), ("null", True), ("''", False), ('"null"', False)]
)
def test_only_an_unquoted_nothing_is_nothing(written: str, null: bool) -> None:
    root = parse(f"a: {written}\n".encode(), "doc")
    assert isinstance(root.value, dict)
    assert root.value["a"].node.null is null


def test_the_order_of_keys_is_kept() -> None:
    assert list(plain(parse(b"z: 1\na: 2\nm: 3\n", "doc"))) == ["z", "a", "m"]


@pytest.mark.parametrize("text", [b"a: b\nc: [d, e]\n", "a: حلب\n".encode()])
def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(text: bytes) -> None:
    expected = parse(text, "doc")
    assert plain(parse(b"\xef\xbb\xbf" + text, "doc")) == plain(expected)
    assert parse(text.replace(b"\n", b"\r\n"), "doc") == expected


def test_an_alias_stands_for_what_it_names() -> None:
    assert plain(parse(b"a: &x [1, 2]\nb: *x\n", "doc")) == {"a": ["1", "2"], "b": ["1", "2"]}


@pytest.mark.parametrize("lists", [True, False])
def test_nesting_is_allowed_to_a_bound(lists: bool) -> None:
    def nested(levels: int) -> bytes:
        return b"[" * levels + b"]" * levels if lists else b"{a: " * levels + b"}" * levels

    parse(nested(DEEPEST - 1), "doc")
    assert refusal(nested(DEEPEST + 1)).endswith(f"nested deeper than {DEEPEST} levels (name parts, and refer to them)")


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 10_000 + b"]" * 10_000,
        b"{a: " * 10_000 + b"}" * 10_000,
        b"- " * 10_000 + b"a",
        b"".join(b" " * level + b"a:\n" for level in range(2_000)),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_bottomless_documents_are_refused(data: bytes) -> None:
    assert refusal(data).endswith(f"nested deeper than {DEEPEST} levels (name parts, and refer to them)")


@pytest.mark.parametrize("data", [b"&a [*a]", b"a: &a {b: *a}", b"&a [&b [*a, *b]]", b"&a [&b [*b, *a]]"])
def test_an_alias_within_what_it_names_is_refused(data: bytes) -> None:
    assert refusal(data).endswith("stands within what it names (write it out)")


def test_levels_behind_an_alias_count() -> None:
    half = b"[" * (DEEPEST // 2) + b"]" * (DEEPEST // 2)
    parse(b"- &a " + half + b"\n- " + b"[" * (DEEPEST // 2 - 2) + b"*a" + b"]" * (DEEPEST // 2 - 2), "doc")
    deeper = b"- &a " + half + b"\n- " + b"[" * (DEEPEST // 2) + b"*a" + b"]" * (DEEPEST // 2)
    assert refusal(deeper).endswith(f"nested deeper than {DEEPEST} levels (name parts, and refer to them)")


def test_an_anchor_can_name_something_else_further_on() -> None:
    assert plain(parse(b"[&a 1, *a, &a 2, *a]", "doc")) == ["1", "1", "2", "2"]


def test_aliases_that_expand_without_measure_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "aliases expand the document far beyond its size" in refusal("\n".join(lines).encode())


def test_a_document_beyond_the_bound_is_not_even_read() -> None:
    assert refusal(b"#" * (LARGEST + 1)) == (
        f"doc: the document is larger than {LARGEST} bytes (keep shapes in files of their own)"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "doc: the document is empty"),
        (b"# nothing\n", "doc: the document is empty"),
        (b"a: b\na: c\n", "doc:2:1: the key 'a' stands twice; first at line 1"),
        (b"a: b\n'a': c\n", "doc:2:1: the key 'a' stands twice; first at line 1"),
        (b"x: {y: 1, y: 2}\n", "doc:1:11: the key 'y' stands twice; first at line 1"),
        (b"a: !!python/object:os.system x\n", "doc:1:4: the tag tag:yaml.org,2002:python/object:os.system is not"),
        (b"a: !!binary aGk=\n", "doc:1:4: the tag tag:yaml.org,2002:binary is not allowed"),
        (b"a: !env HOME\n", "doc:1:4: the tag !env is not allowed"),
        (b"? [a]\n: b\n", "doc:1:3: a key must be text"),
        (b"a: *b\n", "doc:1:4: not YAML: found undefined alias 'b'"),
        (b"a: [b\n", "doc:2:1: not YAML:"),
        (b"a: 'b\n", "doc:2:1: not YAML:"),
        (b"a\n---\nb\n", "doc:2:1: not YAML: expected a single document"),
        (b"b: c\na: \xff\n", "doc:2:1: not UTF-8 text (byte 8) (save it as UTF-8)"),
        (b"b: c\na: \x00\n", "doc:2:4: not YAML:"),
        (b'a: "\\ud800"\n', "doc:1:4: half a surrogate pair is no text"),
        (b'"\\udfff": a\n', "doc:1:1: half a surrogate pair is no text"),
        (b'a: "\\UFFFFFFFF"\n', "doc: not YAML: an escape that is no character"),
        (b'a: "\\U00110000"\n', "doc: not YAML:"),
        (bytes(range(128, 256)), "doc:1:1: not UTF-8 text (byte 0)"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(data: bytes, message: str) -> None:
    assert refusal(data).startswith(message)


def test_a_character_written_as_a_surrogate_pair_in_two_escapes_is_not_silently_two_halves() -> None:
    assert "half a surrogate pair" in refusal(b'a: "\\ud83d\\ude00"\n')
    assert plain(parse(b'a: "\\U0001F600"\n', "doc")) == {"a": "\U0001f600"}
