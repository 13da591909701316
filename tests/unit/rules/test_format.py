"""Formatting keeps what a document says, and every comment; it is done once and for all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from comply import AgreementError, library, loads
from comply.rules.files import folder_of
from comply.rules.format import format_document
from comply.rules.lint.registry import LINTS
from comply.rules.lint.run import check
from comply.rules.load import loads_source

from ...properties.documents import documents
from ...properties.test_checked_agreements import loaded

ROOT = Path(__file__).parents[3]
LIBRARY = [ROOT / "rules" / "library" / name / "agreement.yaml" for name in library()]


def formatted(text: str) -> str:
    return format_document(text.encode()).decode()


DISORDER = """\
# The head of the document
comply: 1
title: T   \r
id: t
documents: {t: {title: X}}


phases: [{id: p, title: P}]
clauses:
  # about the first clause
  - title: |
      Two
        words   

    # why it is forbidden
    act:
      # which kind
      kind: attack   # any
    id: A
    citation: {document: t, text: x}
    kind: prohibition
    # whom it binds

  - id: B
    kind: prohibition
    act: {kind: attack}
    title: Second
    citation:
      - text: y
        document: t
# the end
"""  # noqa: W291
ORDER = """\
# The head of the document
comply: 1
id: t
title: T
documents: {t: {title: X}}

phases: [{id: p, title: P}]
clauses:
  # about the first clause
  - id: A
    kind: prohibition
    title: |
      Two
        words   

    # why it is forbidden
    act:
      # which kind
      kind: attack   # any
    citation: {document: t, text: x}
    # whom it binds

  - id: B
    kind: prohibition
    title: Second
    act: {kind: attack}
    citation:
      - document: t
        text: y
# the end
"""  # noqa: W291


def test_keys_come_in_their_order_with_the_comments_above_them():
    assert formatted(DISORDER) == ORDER
    assert loads(ORDER.encode()).terms == loads(DISORDER.encode()).terms


def test_what_is_in_order_is_left_alone():
    assert formatted(ORDER) == ORDER


SMALL = """\
comply: 1
id: t
title: T
documents: {t: {title: X}}
parties: {north: {name: N}}
phases: [{id: p, title: P}]
clauses:
"""


def clauses(text: str) -> str:
    """The clauses of a small document after it was formatted; what it says is the same, and it is in order then."""
    once = formatted(SMALL + text)
    assert once.startswith(SMALL)
    assert loads(once.encode()).terms == loads((SMALL + text).encode()).terms
    assert formatted(once) == once
    return once.removeprefix(SMALL)


ALIASES = """\
  - citation:
      - &cited
        text: x
        document: t
    title: One
    act:
      any:
        - &any
          actor: north
          kind: attack
      kind: event
    id: A
    kind: prohibition
  - act: *any
    title: Two
    kind: prohibition
    id: B
    citation: *cited
"""
ALIASES_IN_ORDER = """\
  - id: A
    kind: prohibition
    title: One
    act:
      kind: event
      any:
        - &any
          kind: attack
          actor: north
    citation:
      - &cited
        document: t
        text: x
  - id: B
    kind: prohibition
    title: Two
    act: *any
    citation: *cited
"""


def test_what_is_named_by_aliases_is_put_in_order_once_where_it_stands():
    assert clauses(ALIASES) == ALIASES_IN_ORDER


IGNORED = """\
  - title: P # comply: ignore[duty-without-deadline] the text sets none
    act: {kind: attack}
    kind: obligation
    bearer: north
    id: p
    citation: {document: t, text: x}
"""
IGNORED_IN_ORDER = """\
  - title: P # comply: ignore[duty-without-deadline] the text sets none
    id: p
    kind: obligation
    bearer: north
    act: {kind: attack}
    citation: {document: t, text: x}
"""


def codes(text: str) -> list[str]:
    return [finding.code for finding in check(loads_source(text.encode()), LINTS)]


def test_an_ignore_stays_on_the_line_on_which_its_clause_starts():
    assert clauses(IGNORED) == IGNORED_IN_ORDER
    assert codes(SMALL + IGNORED_IN_ORDER) == codes(SMALL + IGNORED) == []


def test_an_ignore_of_one_key_comes_to_no_line_on_which_a_clause_starts():
    elsewhere = IGNORED.replace(" # comply: ignore[duty-without-deadline] the text sets none", "").replace(
        "id: p", "id: p # comply: ignore[duty-without-deadline] only here"
    )
    assert clauses(elsewhere).startswith("  - title: P\n    id: p # comply")
    assert (
        sorted(codes(SMALL + clauses(elsewhere)))
        == sorted(codes(SMALL + elsewhere))
        == ["duty-without-deadline", "ignore-of-nothing"]
    )


def test_an_ignore_on_another_line_moves_with_its_key():
    text = IGNORED.replace(" # comply: ignore[duty-without-deadline] the text sets none", "").replace(
        "bearer: north", "bearer: north # comply: ignore[duty-without-deadline] not here"
    )
    assert clauses(text).startswith("  - id: p\n    kind: obligation\n    title: P\n    bearer: north # comply")


def test_an_anchor_stays_before_its_aliases():
    text = """\
  - kind: prohibition
    citation: {document: t, text: x}
    remark: &r words
    title: *r
    act: {kind: attack}
    id: duty
"""
    assert (
        clauses(text)
        == """\
  - id: duty
    kind: prohibition
    act: {kind: attack}
    citation: {document: t, text: x}
    remark: &r words
    title: *r
"""
    )


def test_an_anchor_that_is_set_anew_keeps_its_place_among_its_aliases():
    text = """\
  - id: duty
    kind: prohibition
    remark: &r words
    title: &r other
    act: {kind: attack}
    citation: {document: t, text: *r}
"""
    assert (
        clauses(text)
        == """\
  - id: duty
    kind: prohibition
    act: {kind: attack}
    remark: &r words
    title: &r other
    citation: {document: t, text: *r}
"""
    )


EXPLICIT = """\
  - ? title
    : Duty
    ? id
    : duty
    ? kind
    : prohibition
    ? act
    : {kind: attack}
    ? citation
    : {document: t, text: x}
"""
ALIASED_KEY = """\
  - title: Duty
    kind: prohibition
    remark: &k
      id
    *k : duty
    act: {kind: attack}
    citation: {document: t, text: x}
"""


@pytest.mark.parametrize("text", [EXPLICIT, ALIASED_KEY], ids=["explicit", "aliased"])
def test_a_mapping_whose_keys_do_not_begin_their_lines_is_left_as_it_is(text):
    assert clauses(text) == text


@pytest.mark.parametrize("header", ["|+", ">+", "|2+", "|", ">-"])
@pytest.mark.parametrize("after", ["", "  - {id: B, kind: prohibition, title: B, act: {kind: attack}, citation: *c}\n"])
def test_blank_lines_that_a_text_keeps_move_with_it(header, after):
    text = f"""\
  - remark: {header}
      keep # this


    citation: &c {{document: t, text: x}}
    title: >+
      words

    id: A
    kind: prohibition
    act: {{kind: attack}}
{after}"""
    kept = header.endswith("+")
    remark = f"    remark: {header}\n      keep # this\n"
    assert clauses(text).removesuffix(after).rstrip("\n") + "\n" == (
        "  - id: A\n    kind: prohibition\n    title: >+\n      words\n\n    act: {kind: attack}\n"
        "    citation: &c {document: t, text: x}\n" + remark
    )
    if kept:
        assert f"{remark}\n\n{after}" in clauses(text)


def test_white_space_that_is_none_of_yaml_is_kept():
    text = "  - {id: A, kind: prohibition, act: {kind: attack}, citation: {document: t, text: x},\n     title: T}\n"
    title = "title: T\N{NO-BREAK SPACE}\N{EM SPACE}"
    assert formatted(SMALL.replace("title: T", f"{title}\t ") + text) == SMALL.replace("title: T", title) + text


def test_a_text_whose_last_line_break_is_missing_is_refused_with_what_would_help():
    text = SMALL.replace("title: T\n", "") + IGNORED + "title: |\n  x"
    with pytest.raises(AgreementError, match="end its last line with a line break"):
        formatted(text)
    assert formatted(text + "\n").startswith("comply: 1\nid: t\ntitle: |\n  x\ndocuments")


def test_a_document_that_does_not_load_is_refused_with_its_place():
    with pytest.raises(AgreementError, match=r"<text>:\d+:\d+"):
        formatted(ORDER.replace("{kind: attack}", "{kind: atack}"))


@pytest.mark.parametrize("path", LIBRARY, ids=[path.parent.name for path in LIBRARY])
def test_the_shipped_agreements_are_in_order(path):
    assert format_document(path.read_bytes(), file=str(path), folder=folder_of(path)) == path.read_bytes()


def test_the_documents_of_the_tests_are_in_order_or_can_be_put_so():
    for path in sorted((ROOT / "tests" / "cases" / "good" / "agreements").glob("*.yaml")):
        once = format_document(path.read_bytes(), file=str(path), folder=folder_of(path))
        assert format_document(once, file=str(path), folder=folder_of(path)) == once


def dumped(document: object, flow: bool | None) -> str:
    yaml = YAML()
    yaml.default_flow_style = flow
    yaml.width = 60
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(documents(), st.data())
def test_any_document_says_the_same_afterwards_and_is_then_left_alone(document, data):
    source = loaded(document)
    if source is None:
        return
    loads_at_all = {clause.id for clause in source.agreement.base.clauses}
    kept = [clause for clause in document["clauses"] if clause["id"] in loads_at_all]
    shuffled = dict(data.draw(st.permutations(list({**document, "clauses": kept}.items()))))
    lines = dumped(shuffled, data.draw(st.sampled_from((False, None)))).split("\n")
    for number in data.draw(st.lists(st.integers(0, len(lines)), max_size=4)):
        lines.insert(number, " " * data.draw(st.integers(0, 6)) + f"# remark {number}")
    text = "\n".join(lines)
    try:
        before = loads(text.encode())
    except AgreementError:  # a remark in the middle of a text of several lines is a part of it, or breaks it
        return
    once = formatted(text)
    assert loads(once.encode()).terms == before.terms
    assert formatted(once) == once
    assert sorted(line.strip() for line in once.split("\n") if line.strip().startswith("#")) == sorted(
        line.strip() for line in lines if line.strip().startswith("#")
    )
