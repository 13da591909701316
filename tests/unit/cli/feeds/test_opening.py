"""From a source's name to its feed, and what is said where there is none."""

from __future__ import annotations

import sys

import pytest

from comply.cli.feeds.opening import open_feed
from comply.events.errors import LogError


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("rediss//x", "no such file, and no directory"),
        ("reddis://h/s?group=g", r"no source of the scheme 'reddis' \(did you mean 'redis' or 'rediss'\?\)"),
        ("amqp://h/q", r"no source of the scheme 'amqp' \(one of redis://, rediss://, kafka://\)"),
        ("redis://h/s", r"redis://h/s: the address names no group \(add \?group=NAME"),
        ("redis://h/s?group=", "the address names no group"),
        ("redis://h?group=g", r"the address names no stream \(redis://HOST:PORT/DB/STREAM\?group=NAME\)"),
        ("redis://h/x/s?group=g", "the address names no stream"),
        ("redis://h/0/s/t?group=g", "the address names no stream"),
        ("redis:///0/s?group=g", "the address names no server"),
        ("redis://h:port/s?group=g", "the port is no number"),
        ("redis://h:99999/s?group=g", "the port is no number"),
        ("redis://[::1/s?group=g", "this is no address"),
        ("redis://h/s?gruop=g", r"the address has no option 'gruop' \(did you mean 'group'\?\)"),
        ("redis://h/s?group=g&claim=soon", "claim is no whole number of seconds: 'soon'"),
        ("kafka://h/t", r"kafka://h/t: the address names no group \(add \?group=NAME"),
        ("kafka://h:9092?group=g", r"the address names no topic \(kafka://HOST:PORT/TOPIC\?group=NAME\)"),
        ("kafka://h/t?group=g&enable.auto.commit=true", "the address has no option 'enable.auto.commit'"),
        ("kafka://h/t?group=g&ssl.nonsense=1", "the client refuses: No such configuration property"),
        ("kafka://h/t?group=g&security.protocol=tsl", "the client refuses: .*security.protocol"),
        ("redis://me:hidden@h/s", "redis://h/s: the address names no group"),
    ],
)
def test_what_is_wrong_with_a_name_is_said_with_its_remedy(source, message):
    with pytest.raises(LogError, match=message) as raised:
        open_feed(source)
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize(
    ("module", "source", "extra"),
    [("redis", "redis://h/s?group=g", "redis"), ("confluent_kafka", "kafka://h/t?group=g", "kafka")],
)
def test_a_missing_library_is_said_with_the_extra_that_brings_it(monkeypatch, module, source, extra):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(LogError, match=rf"is not installed \(pip install 'comply-engine\[{extra}\]'\)"):
        open_feed(source)
