"""A store that follows sources, what befalls it, and what must hold afterwards."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from .checking import Batch, check_told
from .children import BEFORE, Nursery
from .damage import damaged
from .feeding import AGREEMENT


class Scene:
    """A folder with sources of seeded lines, and a store that follows them."""

    def __init__(self, nursery: Nursery, folder: Path, sources: Mapping[str, list[bytes]]) -> None:
        self.nursery = nursery
        self.agreement = folder / "agreement.yaml"
        self.agreement.write_bytes(AGREEMENT)
        self.store = folder / "store" / "feed.db"
        self.store.parent.mkdir()
        self.paths = {name: folder / name for name in sources}
        self.out = folder / "out.jsonl"
        self.batch = Batch(nursery, self.agreement, sources, folder)
        self.whole = {name: b"".join(line + b"\n" for line in lines) for name, lines in sources.items()}
        self._base = folder / "base"

    @property
    def watching(self) -> list[object]:
        named = ("--store", self.store, "--agreement", self.agreement)
        return ["watch", *self.paths.values(), *named, "--format", "jsonl", "--poll", "0.05"]

    @property
    def once(self) -> list[object]:
        return [*self.watching, "--once"]

    def write(self, share: float = 1.0) -> None:
        """Write the sources, or the first part of each."""
        for name, path in self.paths.items():
            lines = self.whole[name].splitlines(keepends=True)
            path.write_bytes(b"".join(lines[: round(len(lines) * share)]))

    def keep(self) -> None:
        """Keep the store as it is now, to come back to it."""
        shutil.copytree(self.store.parent, self._base)

    def back(self) -> None:
        """Have the store as it was kept; without that, none."""
        shutil.rmtree(self.store.parent)
        shutil.copytree(self._base, self.store.parent) if self._base.exists() else self.store.parent.mkdir()
        self.out.unlink(missing_ok=True)

    def goes_on(self) -> str:
        """Begun again, it ends as batch does; what it says."""
        assert self.nursery.run((self.once, self.out)) == self.batch.code, self.nursery.said()
        said = self.nursery.said()
        self.holds()
        return said

    def holds(self) -> None:
        """All is stored once, found as batch finds it, and told at most once."""
        self.batch.check(self.store)
        if self.out.exists():
            check_told(self.out.read_bytes().splitlines(), self.batch.exported(self.store)[1]["journal"])

    def each_fault(self, how: int, wanted: int, *more: str, step: int = 1) -> Iterator[int]:
        """Fault after fault, at the first change of a file, the second, and so on until a run meets none any more.

        ``step``: only so many-th change is tried; ``wanted`` is how the run ends there.
        """
        number = 1
        while True:
            self.back()
            self.write()
            code = self.nursery.run(([*self.once, *more], self.out), fault=(number, how))
            if code in (0, 1):
                break
            assert code == wanted, (number, self.nursery.said())
            yield number
            number += step
        assert number > 30, "a run makes more changes than that"

    def put(self, files: Mapping[Path, bytes]) -> None:
        """Have a store of these files, and whole sources."""
        self.back()
        for path, data in files.items():
            path.write_bytes(data)

    def bears_damage(self, random: Random, times: int) -> int:
        """Damage the store again and again, closed or left by a kill: all is right, or it is refused and rebuilt.

        Returns:
            How often it was refused.
        """
        refused = 0
        stores = (self._closed(), self._killed())
        for _ in range(times):
            files = random.choice(stores)
            of, data, what = damaged(files, random)
            self.put(files | {of: data})
            self._check_export(files is stores[0], what)
            self.put(files | {of: data})
            refused += self._is_refused(what)
        return refused

    def _closed(self) -> dict[Path, bytes]:
        """A whole store that was closed."""
        self.back()
        self.write()
        assert self.nursery.run((self.once, None)) in (0, 1), self.nursery.said()
        return {self.store: self.store.read_bytes()}

    def _killed(self) -> dict[Path, bytes]:
        """A store with what a killed process left beside it."""
        self.back()
        self.write(0.5)
        assert self.nursery.run((self.once, None)) in (0, 1), self.nursery.said()
        self.write()
        log = Path(f"{self.store}-wal")
        assert self.nursery.run((self.once, None), fault=(34, BEFORE)) == -signal.SIGKILL
        assert log.stat().st_size > 4096
        return {path: path.read_bytes() for path in (self.store, log)}

    def _check_export(self, is_all: bool, what: str) -> None:
        """What is exported of a damaged store is right, or it is refused."""
        code, found = self.batch.exported(self.store)
        said = self.nursery.said()
        if code == 0:
            assert not is_all or found["ledger"] == self.batch.ledger, what
        else:
            assert code == 70, (what, said)
            assert "damaged" in said, (what, said)
            assert "Traceback" not in said, (what, said)

    def _is_refused(self, what: str) -> bool:
        """A watch goes on as if nothing were, or refuses and rebuilds; whether it does the latter."""
        code = self.nursery.run((self.once, None))
        said = self.nursery.said()
        if code == 70:
            assert "damaged" in said, (what, said)
            assert "--rebuild" in said, (what, said)
            assert "Traceback" not in said, (what, said)
            assert self.nursery.run(([*self.once, "--rebuild"], None)) == self.batch.code, (what, self.nursery.said())
        else:
            assert code == self.batch.code, (what, said)
        self.holds()
        return code == 70
