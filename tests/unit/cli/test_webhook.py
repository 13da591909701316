"""Entries delivered to a real HTTP server that fails, stalls, asks for patience, and refuses."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("urllib3", reason="urllib3 is not installed")

from comply.cli.webhook import SECRET, Patience, Webhook, digest_of, open_webhook
from comply.events.errors import LogError

QUICK = Patience(connect=0.5, answer=0.3, call=2.0, pause=0.01, longest_pause=0.05)
ENTRIES = [b'{"n":%d}' % number for number in range(5)]

Answer = Callable[[http.server.BaseHTTPRequestHandler, int], None]


class Receiver:
    """A server on loopback that answers as it is told and keeps what it accepted."""

    def __init__(self, context: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.accepted: list[bytes] = []
        self.connections = 0
        self.answer: Answer = status(200)
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 5

            def setup(self) -> None:
                super().setup()
                receiver.connections += 1

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.requests.append((dict(self.headers), body))
                self.body = body
                receiver.answer(self, len(receiver.requests))

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self.server = Quiet(("127.0.0.1", port), Handler)
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def accept(self, body: bytes) -> None:
        self.accepted.append(body)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def status(code: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler, _: int) -> None:
        if 200 <= code < 300:
            handler.server.receiver.accept(handler.body)
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """One answer a request, and the last one from then on."""
    return lambda handler, number: answers[min(number, len(answers)) - 1](handler, number)


def stall(handler, _: int) -> None:
    time.sleep(1.0)


def hang_up(handler, _: int) -> None:
    handler.close_connection = True


@pytest.fixture
def receiver():
    receiver = Receiver()
    receiver.server.receiver = receiver
    yield receiver
    receiver.close()


class Outbox:
    """A webhook with what its caller keeps, and what it was told."""

    def __init__(self, receiver: Receiver | int, entries=ENTRIES, **options) -> None:
        self.left = list(entries)
        self.told: list[str] = []
        port = receiver if isinstance(receiver, int) else receiver.port
        options.setdefault("url", f"http://127.0.0.1:{port}/hook?token=hidden")
        self.webhook = Webhook(
            options.pop("url"), tell=lambda problem: self.told.append(str(problem)), patience=QUICK, **options
        )

    def deliver(self) -> int:
        done = self.webhook.deliver(self.left)
        del self.left[:done]
        return done

    def until_done(self) -> None:
        until = time.monotonic() + 20
        while self.left:
            assert time.monotonic() < until, self.told
            self.deliver()
            time.sleep(self.webhook.waits())


def test_entries_arrive_in_order_with_their_digest_and_over_one_connection(receiver):
    outbox = Outbox(receiver, [b'{"a":1}\n', {"b": 2, "a": 1.0}])
    assert outbox.deliver() == 2
    assert receiver.accepted == [b'{"a":1}', b'{"a":1,"b":2}']
    for headers, body in receiver.requests:
        assert headers["Content-Type"] == "application/json"
        assert headers["Idempotency-Key"] == headers["X-Comply-Entry"] == hashlib.sha256(body).hexdigest()
        assert "X-Comply-Signature" not in headers
    assert receiver.connections == 1
    assert outbox.told == []


def test_the_digest_is_the_one_by_which_a_ledger_chains(receiver):
    chained = subprocess.run(
        [sys.executable, "-m", "comply", "evaluate", "examples/syria-2016/incidents.jsonl", "--format", "jsonl"],
        capture_output=True,
        check=False,
    ).stdout.splitlines()
    outbox = Outbox(receiver, [line + b"\n" for line in chained[:2]])
    outbox.deliver()
    assert json.loads(chained[1])["previous"] == receiver.requests[0][0]["X-Comply-Entry"]


def test_a_secret_signs_what_is_sent(receiver, monkeypatch):
    monkeypatch.setenv(SECRET, "a secret")
    webhook = open_webhook(f"http://127.0.0.1:{receiver.port}/")
    assert webhook.deliver([b"{}"]) == 1
    expected = hmac.new(b"a secret", b"{}", hashlib.sha256).hexdigest()
    assert receiver.requests[0][0]["X-Comply-Signature"] == f"sha256={expected}"
    webhook.close()


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504])
def test_a_failure_keeps_the_entry_and_all_after_it(receiver, code):
    receiver.answer = in_turn(status(200), status(code), status(code), status(code), status(200))
    outbox = Outbox(receiver)
    assert outbox.deliver() == 1
    outbox.until_done()
    assert receiver.accepted == ENTRIES
    assert [line.split(": ", 1)[1] for line in outbox.told] == [
        f"answers {code} (entries are kept, and it is tried again)",
        "answers again",
    ]
    assert "hidden" not in "".join(outbox.told)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 409, 413, 422])
def test_a_refused_entry_is_said_and_given_up_and_the_next_ones_go_on(receiver, code):
    receiver.answer = in_turn(status(200), status(code, b"no such\n\x1b[31m case"), status(200))
    outbox = Outbox(receiver)
    assert outbox.deliver() == 5
    assert receiver.accepted == [ENTRIES[0], *ENTRIES[2:]]
    assert len(outbox.told) == 1
    assert f"refuses the entry {digest_of(ENTRIES[1])} with {code}: no such" in outbox.told[0]


def test_a_redirection_is_no_delivery(receiver):
    receiver.answer = in_turn(status(307, Location="http://127.0.0.1:1/elsewhere"), status(301), status(200))
    outbox = Outbox(receiver)
    assert outbox.deliver() == 0
    assert outbox.deliver() == 0
    outbox.until_done()
    assert receiver.accepted == ENTRIES
    assert "answers 301: it is at nowhere (give that address)" in outbox.told[0]


def test_a_server_that_stalls_costs_its_time_once_and_then_none_until_its_turn(receiver):
    receiver.answer = stall
    outbox = Outbox(receiver)
    outbox.webhook._patience = Patience(longest_pause=60.0)
    outbox.webhook._retry = outbox.webhook._calm = outbox.webhook._calm.new(backoff_factor=30.0, backoff_max=60.0)
    begun = time.monotonic()
    assert [outbox.deliver() for _ in range(2)] == [0, 0]
    assert time.monotonic() - begun < 1.5
    begun = time.monotonic()
    assert [outbox.deliver() for _ in range(1000)] == [0] * 1000
    assert time.monotonic() - begun < 0.2
    assert len(receiver.requests) == 2
    assert 30 < outbox.webhook.waits() <= 60
    assert "cannot be reached" in outbox.told[0]
    assert "timed out" in outbox.told[0]


def test_the_server_says_when_to_come_again(receiver):
    receiver.answer = in_turn(status(503, Retry_After="1"), status(200))
    outbox = Outbox(receiver)
    outbox.webhook._patience = Patience(longest_pause=60.0)
    assert outbox.deliver() == 0
    assert 0.8 < outbox.webhook.waits() <= 1.0
    assert outbox.deliver() == 0
    time.sleep(outbox.webhook.waits() + 0.01)
    assert outbox.deliver() == 5


@pytest.mark.parametrize("word", ["soon", "-5", "99999999999999999999", "Wed, 21 Oct 2065 07:28:00 GMT"])
def test_a_strange_or_endless_wish_is_bounded(receiver, word):
    receiver.answer = status(429, Retry_After=word)
    outbox = Outbox(receiver)
    assert outbox.deliver() == 0
    assert outbox.webhook.waits() <= QUICK.longest_pause


def test_a_long_outage_neither_overflows_nor_grows(receiver):
    receiver.answer = status(500)
    outbox = Outbox(receiver)
    outbox.webhook._patience = Patience(longest_pause=0.0)
    for _ in range(1100):
        assert outbox.deliver() == 0
    assert len(receiver.requests) == 1100
    assert len(outbox.webhook._retry.history) <= 12
    assert len(outbox.told) == 1


def test_a_server_that_is_down_comes_back(receiver):
    port = receiver.port
    outbox = Outbox(receiver)
    receiver.answer = in_turn(status(200), hang_up)
    assert outbox.deliver() == 1
    receiver.close()
    assert outbox.deliver() == 0
    assert "cannot be reached" in outbox.told[0]
    again = Receiver(port=port)
    again.server.receiver = again
    outbox.until_done()
    assert again.accepted == ENTRIES[1:]
    assert "answers again" in outbox.told[-1]
    again.close()


def test_an_answer_without_end_is_not_waited_for(receiver):
    def endless(handler, _: int) -> None:
        handler.server.receiver.accept(handler.body)
        handler.send_response(200)
        handler.end_headers()
        until = time.monotonic() + 3
        while time.monotonic() < until:
            handler.wfile.write(b"x")
            time.sleep(0.05)

    receiver.answer = endless
    outbox = Outbox(receiver, ENTRIES[:2])
    begun = time.monotonic()
    assert outbox.deliver() == 2
    assert time.monotonic() - begun < 2
    assert receiver.accepted == ENTRIES[:2]


def test_a_call_is_bounded_however_many_entries_wait(receiver):
    def slow(handler, number: int) -> None:
        time.sleep(0.1)
        status(200)(handler, number)

    receiver.answer = slow
    outbox = Outbox(receiver, [b"%d" % number for number in range(1000)])
    outbox.webhook._patience = Patience(call=0.5)
    begun = time.monotonic()
    done = outbox.deliver()
    assert 2 <= done <= 6
    assert time.monotonic() - begun < 1.5


@given(
    st.lists(st.sampled_from(["accept", "fail", "busy", "hang up", "lose the answer", "refuse"]), max_size=12),
    st.integers(1, 5),
)
@settings(max_examples=40)
def test_whatever_the_server_does_entries_arrive_in_order_and_none_is_lost(fates, number):
    def lose(handler, _: int) -> None:
        handler.server.receiver.accept(handler.body)
        handler.close_connection = True

    refused = []

    def refuse(handler, number: int) -> None:
        refused.append(handler.body)
        status(422)(handler, number)

    answers = {
        "accept": status(200),
        "fail": status(500),
        "busy": status(429, Retry_After="0"),
        "hang up": hang_up,
        "lose the answer": lose,
        "refuse": refuse,
    }
    receiver = Receiver()
    receiver.server.receiver = receiver
    receiver.answer = in_turn(*(answers[fate] for fate in fates), status(200))
    outbox = Outbox(receiver, ENTRIES[:number])
    outbox.until_done()
    receiver.close()
    outbox.webhook.close()
    heard = list(dict.fromkeys(receiver.accepted + refused))
    assert sorted(heard) == ENTRIES[:number]
    firsts = list(dict.fromkeys(receiver.accepted))
    assert firsts == sorted(firsts)
    bodies = [body for _, body in receiver.requests]
    assert bodies == sorted(bodies)  # none is sent before the one ahead of it is done with


@pytest.fixture
def certificate(tmp_path):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    files = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run([*command, "-out", files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate, monkeypatch):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    receiver = Receiver(context)
    receiver.server.receiver = receiver
    url = f"https://127.0.0.1:{receiver.port}/"
    distrustful = Outbox(receiver, url=url)
    assert [distrustful.deliver(), distrustful.deliver()] == [0, 0]
    assert "certificate verify failed" in distrustful.told[0].lower()
    assert receiver.requests == []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    trusting = Outbox(receiver, url=url)
    assert trusting.deliver() == 5
    receiver.close()


@pytest.mark.parametrize("url", ["", "example.org", "ftp://example.org/", "http://", "https://[", "redis://h/s"])
def test_what_is_no_address_of_http_is_refused(url):
    with pytest.raises(LogError, match=r"this is no address of HTTP \(https://HOST/PATH\)"):
        Webhook(url)


def test_a_login_is_sent_and_said_nowhere_and_an_open_way_is_said(receiver):
    outbox = Outbox(receiver, url=f"http://me:s3cret@127.0.0.1:{receiver.port}/")
    outbox.deliver()
    assert receiver.requests[0][0]["authorization"].startswith("Basic ")
    assert outbox.webhook.name == f"http://127.0.0.1:{receiver.port}/"
    told: list[str] = []
    Webhook("http://example.org/", tell=lambda problem: told.append(str(problem)))
    assert "unencrypted" in told[0]
