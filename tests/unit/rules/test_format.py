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


ALIASES = """\
comply: 1
id: t
title: T
documents: {t: {title: X}}
parties: {north: {name: N}}
phases: [{id: p, title: P}]
clauses:
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
comply: 1
id: t
title: T
documents: {t: {title: X}}
parties: {north: {name: N}}
phases: [{id: p, title: P}]
clauses:
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
    assert formatted(ALIASES) == ALIASES_IN_ORDER


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
