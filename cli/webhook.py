"""Telling another system of ledger entries: one HTTP POST each, in their order, again until it is heard.

The caller keeps what is not delivered yet, and calls ``deliver`` from time to time. A call lasts some seconds at
most: the wait for a connection and for an answer, and the call as a whole, are bounded. Only a server that sends the
head of its answer drop by drop can hold it for longer. An entry may come twice, where the answer to the first time
was lost: it has the same key then.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import rfc8785
import urllib3
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Retry, Timeout, parse_url

from ..events.errors import Location, LogError, Problem
from ..version import __version__
from .console import say

SECRET = "COMPLY_WEBHOOK_SECRET"
"""The environment variable that holds the key by which entries are signed."""
_NOT_NOW = (408, 425, 429)
"""Of the refusals, those that say nothing of the entry."""
_MOST_OF_ANSWER = 1 << 16
_QUOTED = 200
_HISTORY = 12
"""Failures that are remembered; the pauses grow with their number, up to a bound that so many reach."""


@attrs.frozen(kw_only=True)
class Patience:
    """How long a server is waited for, in seconds.

    Attributes:
        connect: for a connection.
        answer: for each piece of an answer.
        call: after which one call of ``deliver`` begins no further entry.
        pause: after the second failure; it doubles with each.
        longest_pause: between attempts; also where the server asks for more.
    """

    connect: float = 3.0
    answer: float = 5.0
    call: float = 5.0
    pause: float = 0.5
    longest_pause: float = 300.0


def _say(problem: Problem) -> None:
    say(str(problem))


class Webhook:
    """Delivers entries to one address. It is used by one thread at a time."""

    def __init__(
        self,
        url: str,
        *,
        secret: bytes | None = None,
        patience: Patience | None = None,
        tell: Callable[[Problem], None] = _say,
    ) -> None:
        """Take the address apart.

        Raises:
            LogError: it is not one of HTTP.
        """
        address = _parsed(url)
        self.name = address._replace(auth=None, query=None, fragment=None).url
        self._url = address._replace(auth=None, fragment=None).url
        self._login = urllib3.make_headers(basic_auth=address.auth) if address.auth else {}
        self._secret = secret
        self._patience = patience or Patience()
        self._tell = tell
        wait = Timeout(connect=self._patience.connect, read=self._patience.answer)
        self._pool = urllib3.PoolManager(timeout=wait, retries=False, cert_reqs="CERT_REQUIRED")
        self._calm = Retry(
            total=None,
            backoff_factor=self._patience.pause,
            backoff_max=self._patience.longest_pause,
            backoff_jitter=1.0,
        )
        self._retry = self._calm
        self._not_before = 0.0
        self._is_down = False
        if address.scheme == "http" and not _is_here(address.host or ""):
            self._say("entries go there unencrypted, for anybody on the way to read", "https://")

    def deliver(self, entries: Iterable[bytes | Mapping[str, Any]]) -> int:
        """Deliver entries in their order, and return how many of them, from the first, are done with.

        Done with is what the server accepted, and what it refuses for good, which is said. Where the server cannot be
        reached or fails, the call ends; calls before its next turn return 0 at once.
        """
        done = 0
        begun = time.monotonic()
        for entry in entries:
            now = time.monotonic()
            if now < self._not_before or now - begun > self._patience.call:
                break
            if not self._post(entry if isinstance(entry, bytes) else rfc8785.dumps(dict(entry))):
                break
            done += 1
        return done

    def waits(self) -> float:
        """Seconds until the next attempt; 0 where one may be made."""
        return max(0.0, self._not_before - time.monotonic())

    def close(self) -> None:
        """Close connections."""
        self._pool.clear()

    def _post(self, entry: bytes) -> bool:
        """Whether an entry is done with."""
        body = entry.rstrip(b"\r\n")
        headers = headers_of(body, self._secret) | self._login
        try:
            response = self._pool.request(
                "POST", self._url, body=body, headers=headers, redirect=False, preload_content=False
            )
        except HTTPError as error:
            return self._later(f"cannot be reached: {_reason(error)}", None)
        return self._heard(response, self._said(response), body)

    def _said(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """The beginning of an answer; the connection is used again only if that was all of it."""
        said, whole = b"", False
        until = time.monotonic() + self._patience.answer
        try:
            while not whole and len(said) < _MOST_OF_ANSWER and time.monotonic() < until:
                piece = response.read1(_MOST_OF_ANSWER)
                whole = not piece
                said += piece
        except (HTTPError, OSError):
            whole = False  # the status was heard, and it is what counts
        response.release_conn() if whole else response.close()
        return said

    def _heard(self, response: urllib3.BaseHTTPResponse, said: bytes, body: bytes) -> bool:
        status = response.status
        if 200 <= status < 300:
            self._well()
            return True
        if 300 <= status < 400:
            where = response.headers.get("Location", "nowhere")
            return self._later(f"answers {status}: it is at {where[:_QUOTED]}", None, "give that address")
        if 400 <= status < 500 and status not in _NOT_NOW:
            self._well()
            reason = " ".join(said[:_QUOTED].decode(errors="replace").split())
            self._say(f"refuses the entry {digest_of(body)} with {status}: {reason}", "it is not delivered again")
            return True
        return self._later(f"answers {status}", response)

    def _well(self) -> None:
        """It hears us."""
        if self._is_down:
            self._say("answers again")
        self._retry, self._not_before, self._is_down = self._calm, 0.0, False

    def _later(self, what: str, response: urllib3.BaseHTTPResponse | None, remedy: str | None = None) -> bool:
        """Count a failure and set the next turn: by the server's word, else by a pause that grows.

        One failure is tried again at once, and said only if that fails too: a connection kept open may be gone.
        """
        failed = self._retry.increment("POST", self._url, error=HTTPError(what))
        self._retry = failed.new(history=failed.history[-_HISTORY:])
        if len(failed.history) > 1 and not self._is_down:
            self._is_down = True
            self._say(what, remedy or "entries are kept, and it is tried again")
        pause = max(self._retry.get_backoff_time(), 0.0 if response is None else self._asked_for(response))
        self._not_before = time.monotonic() + min(pause, self._patience.longest_pause)
        return False

    def _asked_for(self, response: urllib3.BaseHTTPResponse) -> float:
        try:
            return self._retry.get_retry_after(response) or 0.0
        except HTTPError:
            return 0.0

    def _say(self, message: str, remedy: str | None = None) -> None:
        self._tell(Problem(location=Location(file=self.name), message=message, remedy=remedy))


def open_webhook(url: str) -> Webhook:
    """The webhook at an address, with the secret of the environment where that has one.

    Raises:
        LogError: it is not an address of HTTP.
    """
    secret = os.environ.get(SECRET)
    return Webhook(url, secret=secret.encode() if secret else None)


def digest_of(body: bytes) -> str:
    """The digest by which an entry is known: SHA-256 of its line, as the next entry of a ledger names it."""
    return hashlib.sha256(body).hexdigest()


def headers_of(body: bytes, secret: bytes | None) -> dict[str, str]:
    """What goes with an entry: its digest, by which it is known again, and its signature where there is a secret."""
    digest = digest_of(body)
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": digest,
        "User-Agent": f"comply/{__version__}",
        "X-Comply-Entry": digest,
    }
    if secret is not None:
        headers["X-Comply-Signature"] = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
    return headers


def _parsed(url: str) -> urllib3.util.Url:
    try:
        address = parse_url(url)
    except LocationParseError:
        address = None
    if address is None or address.scheme not in ("http", "https") or not address.host:
        problem = Problem(
            location=Location(file="webhook"), message="this is no address of HTTP", remedy="https://HOST/PATH"
        )
        raise LogError(problem)
    return address


def _is_here(host: str) -> bool:
    return host in ("localhost", "[::1]") or host.startswith("127.")


def _reason(error: HTTPError) -> str:
    return " ".join(str(error).split())[:_QUOTED]
