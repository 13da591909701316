"""The courier: delivers what the journal says to a webhook, in a thread of its own, from the store.

The watch never waits for it. How far it has come stands in the store, with the next step that is written, so that after
a crash the last entries may be delivered again, under the same keys, and none is left out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import attrs

from ...events.errors import ComplyError
from ..store.store import Store
from ..webhook import Webhook, open_webhook

DELIVERED = "delivered to "
"""Before the address, what a store tells of how far a courier came."""
_PAUSE = 0.5
"""Seconds between two looks for new entries."""
_AT_ONCE = 100
"""Entries that are taken out of the store at a time."""


@attrs.define(eq=False)
class Courier:
    """Delivers entries after those that are ``delivered``, which may be asked at any time."""

    path: Path
    webhook: Webhook
    delivered: int
    remark: Callable[[str], None]
    _end: threading.Event = attrs.field(factory=threading.Event, init=False)
    _thread: threading.Thread | None = attrs.field(default=None, init=False)

    @classmethod
    def to(cls, url: str, store: Store, remark: Callable[[str], None]) -> Courier:
        """A courier to an address, from where the store says that it has come.

        Raises:
            LogError: it is no address of HTTP.
        """
        webhook = open_webhook(url)
        return cls(store.path, webhook, int(store.about().get(DELIVERED + webhook.name, "0")), remark)

    def __enter__(self) -> Courier:
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End: what waits is tried once more, and not waited for; nothing is where the run is to end at once."""
        self._end.set()
        if self._thread is not None and kind is not KeyboardInterrupt:
            self._thread.join()
        self.webhook.close()

    def about(self) -> dict[str, str]:
        """How far it has come, as a store tells it."""
        return {DELIVERED + self.webhook.name: str(self.delivered)}

    def _run(self) -> None:
        try:
            store = Store.open(self.path)
            try:
                while not self._end.wait(max(_PAUSE, min(self.webhook.waits(), _PAUSE * 10))):
                    self._deliver(store)
                self._deliver(store)
            finally:
                store.close()
        except ComplyError as error:
            self.remark(f"{error}; nothing more is delivered in this run")

    def _deliver(self, store: Store) -> None:
        """Deliver what is there, as far as the other side hears it."""
        done = _AT_ONCE
        while done == _AT_ONCE:
            store.refresh()
            entries = [line for _, line in islice(store.entries(self.delivered), _AT_ONCE)]
            done = self.webhook.deliver(entries)
            self.delivered += done
