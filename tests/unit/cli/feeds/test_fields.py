"""Records whose fields came one by one."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comply.cli.feeds.fields import record_line
from comply.events.codec import decode_line, encode
from comply.events.errors import Problem
from comply.events.incident import Incident
from comply.events.taxonomy import DEFAULT_TAXONOMY

from ....properties.records import incidents, retractions


@given(incidents | retractions)
def test_a_record_taken_apart_is_put_together_again(given_record):
    def written(value) -> bytes:
        return value.encode() if isinstance(value, str) else msgspec.json.encode(value)

    record = msgspec.json.decode(encode(given_record))
    line = record_line({name.encode(): written(value) for name, value in record.items()})
    assert msgspec.json.decode(line) == record


@given(st.dictionaries(st.binary(min_size=1, max_size=8) | st.sampled_from([b"id", b"killed", b"place"]), st.binary()))
def test_whatever_the_bytes_the_decoder_says_what_is_wrong(fields):
    found = decode_line(record_line(fields), file="f", number=1, zone=ZoneInfo("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert isinstance(found, Problem)


@pytest.mark.parametrize("value", [b'1,"killed":2', b"{", b"[" * 100_000, b"\xff", b""])
def test_a_value_that_is_no_json_stays_within_its_field(value):
    fields = {b"id": b"a", b"occurred": b"2016-09-12", b"kind": b"shelling", b"killed": value}
    found = decode_line(record_line(fields), file="f", number=1, zone=ZoneInfo("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert isinstance(found, Problem)
    fields[b"killed"] = b"3"
    found = decode_line(record_line(fields), file="f", number=1, zone=ZoneInfo("UTC"), taxonomy=DEFAULT_TAXONOMY)
    assert isinstance(found, Incident)
