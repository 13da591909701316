"""A ledger that was truncated, reordered, altered or spliced is told, with the number of the entry."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise

import pytest
import rfc8785

from comply.engine.ledger import lines
from comply.engine.verify.chain import read

from ....harness import agreement, at, judge

CLAUSES = "  - {id: A, kind: prohibition, CITED, act: {kind: attack}, during: truce}\n"


@pytest.fixture(scope="module")
def ledger() -> list[bytes]:
    records = [{"occurred": at(day), "actor": "north"} for day in (3, 4, 5)]
    return list(lines(judge(agreement(CLAUSES), *records)))


def numbers(told: list[bytes]) -> list[int]:
    return [fault.number for fault in read(b"".join(told)).faults]


def test_a_whole_ledger_has_no_fault(ledger):
    chain = read(b"".join(ledger))
    assert chain.faults == ()
    assert [entry["type"] for _, entry in chain.entries] == ["header", "phase", *["finding"] * 3, "verdict", "end"]
    (reading,) = chain.entries[0][1]["readings"]
    assert (reading["id"], reading["evidence"]["least_status"]) == ("text", "reported")


def test_each_entry_names_the_digest_of_the_line_before(ledger):
    for before, line in pairwise(ledger):
        assert json.loads(line)["previous"] == hashlib.sha256(before.rstrip(b"\n")).hexdigest()


def test_an_entry_taken_out_is_missed_where_it_stood(ledger):
    for place in range(1, len(ledger) - 1):
        assert place + 1 in numbers(ledger[:place] + ledger[place + 1 :])


def test_what_is_cut_off_is_missed_at_the_end(ledger):
    for length in range(1, len(ledger)):
        assert length + 1 in numbers(ledger[:length])
    assert numbers([*ledger[:-1], ledger[-1][:-1]]) == [len(ledger)]


def test_a_beginning_cut_off_is_missed(ledger):
    assert 1 in numbers(ledger[1:])


def test_entries_that_changed_places_are_told(ledger):
    for place in range(1, len(ledger) - 1):
        moved = [*ledger[:place], ledger[place + 1], ledger[place], *ledger[place + 2 :]]
        assert place + 1 in numbers(moved)


def test_an_altered_entry_is_told_by_the_one_that_follows(ledger):
    for place in range(len(ledger) - 1):
        entry = {**json.loads(ledger[place]), "title": "another"}
        assert place + 2 in numbers([*ledger[:place], rfc8785.dumps(entry) + b"\n", *ledger[place + 1 :]])


def test_the_last_entry_says_how_many_there_are(ledger):
    entry = json.loads(ledger[-1])
    assert numbers([*ledger[:-1], rfc8785.dumps({**entry, "entries": 3}) + b"\n"]) == [len(ledger)]
    assert numbers([*ledger[:-1], rfc8785.dumps({**entry, "more": 1}) + b"\n"]) == [len(ledger)]


def test_entries_of_another_ledger_are_told(ledger):
    other = list(lines(judge(agreement(CLAUSES), {"occurred": at(3), "actor": "south"})))
    assert 3 in numbers([*ledger[:2], other[2], *ledger[3:]])
    assert numbers([*ledger, *other])[:1] == [len(ledger)]


@pytest.mark.parametrize("line", [b"{", b"[]", b"\xff", b'{"a": 1}', b"nonsense", b'{"a":1,"a":2}'])
def test_a_line_that_is_no_canonical_entry_is_told(ledger, line):
    found = read(b"".join([*ledger[:2], line + b"\n", *ledger[2:]])).faults
    assert any(fault.number == 3 and "canonical" in fault.words for fault in found)


def test_nothing_is_no_ledger():
    chain = read(b"")
    assert chain.header is None
    assert chain.faults
