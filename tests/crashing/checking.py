"""What must hold of a store in the end: what batch evaluation of its lines finds, nothing lost, nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from comply.engine.journal import standing
from comply.events.time import Instant, format_instant

from .children import Nursery


class Batch:
    """Lines by source, and what batch evaluation finds of them."""

    def __init__(self, nursery: Nursery, agreement: Path, sources: Mapping[str, Sequence[bytes]], folder: Path) -> None:
        self.nursery = nursery
        self.agreement = agreement
        self.sources = sources
        log = folder / "batch.jsonl"
        log.write_bytes(b"".join(line + b"\n" for lines in sources.values() for line in lines))
        self._log = log
        self.out = folder / "exported"
        self.code, self.ledger = self._evaluated()

    def again(self) -> None:
        """Evaluate anew, under the agreement as it now is."""
        self.code, self.ledger = self._evaluated()

    def until(self, instant: Instant) -> None:
        """From now on, what is found where time has passed up to an instant."""
        self.code, self.ledger = self._evaluated("--until", format_instant(instant))

    def _evaluated(self, *more: str) -> tuple[int, bytes]:
        ledger = self._log.with_suffix(".ledger")
        ledger.unlink(missing_ok=True)
        code = self.nursery.run((["evaluate", self.agreement, self._log, "--format", "jsonl", *more], ledger))
        assert code in (0, 1), self.nursery.said()
        return code, ledger.read_bytes()

    def found(self) -> list[str]:
        """All entries of the ledger but the first and the last one."""
        return found_in(self.ledger)

    def exported(self, store: Path) -> tuple[int, dict[str, bytes]]:
        """What a store holds, as export tells it."""
        files = {what: Path(f"{self.out}.{what}") for what in ("ledger", "incidents", "journal")}
        for file in files.values():
            file.unlink(missing_ok=True)
        named = ("--agreement", self.agreement)
        code = self.nursery.run(*((["export", store, "--what", what, *named], file) for what, file in files.items()))
        return code, {what: file.read_bytes() if file.exists() else b"" for what, file in files.items()}

    def check(self, store: Path, *, whole: bool = True) -> None:
        """All that must hold in the end; ``whole``: no line is so long that it is cut.

        Raises:
            AssertionError: it does not.
        """
        code, found = self.exported(store)
        assert code == 0, self.nursery.said()
        assert found["ledger"] == self.ledger
        held = found["incidents"].split(b"\n")[:-1]
        wanted = [line for lines in self.sources.values() for line in _once(lines)]
        assert sorted(held) == sorted(wanted) or not whole
        check_journal(found["journal"], self.ledger)


def check_journal(journal: bytes, ledger: bytes) -> None:
    """A journal holds together, counts its steps, and leaves standing what a ledger says."""
    entries, previous = [], None
    for line in journal.splitlines():
        entry = json.loads(line)
        assert entry.get("previous") == previous
        previous = hashlib.sha256(line).hexdigest()
        entries.append(entry)
    assert [entry["type"] for entry in entries].count("journal") == 1
    steps = [entry["step"] for entry in entries if entry["type"] == "step"]
    assert steps == list(range(1, len(steps) + 1))
    assert sorted(map(_plain, standing(entries).values())) == sorted(found_in(ledger))


def found_in(ledger: bytes) -> list[str]:
    """The entries of a ledger but the first and the last one, as they are without the chain."""
    told = (json.loads(line) for line in ledger.splitlines())
    return [_plain(entry) for entry in told if entry["type"] not in ("header", "end")]


def check_told(told: Iterable[bytes], journal: bytes) -> None:
    """What was written out by runs that were killed is of the journal, in its order, and nothing of it twice."""
    rest = iter(journal.splitlines())
    for line in told:
        assert any(line == one for one in rest), f"{line!r} was told and is not stored, or was told twice"


def _once(lines: Sequence[bytes]) -> Iterable[bytes]:
    return dict.fromkeys(line for line in lines if line.strip())


def _plain(entry: Mapping[str, Any]) -> str:
    return json.dumps({key: entry[key] for key in entry if key != "previous"}, sort_keys=True)
