"""Processes that the tests begin, kill and wait for."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BEFORE, HALF, FULL = 1, 2, 3
"""Faults: killed before a change of a file, killed with half of it done, and a disk that is full from there on."""
_HERE = Path(__file__).parent


class Child:
    """A process that runs ``comply``."""

    def __init__(self, nursery: Nursery, number: int) -> None:
        self._nursery = nursery
        self.number = number

    def kill(self, how: int = signal.SIGKILL) -> None:
        """Send a signal; that it has ended already is no error, for its number is kept until it is waited for."""
        os.kill(self.number, how)

    def wait(self) -> int:
        """Its exit code; negative the signal that ended it."""
        code: int = self._nursery.ask({"wait": self.number})
        return code


class Nursery:
    """Begins processes that need not import anything any more."""

    def __init__(self, folder: Path) -> None:
        self.err = folder / "err.txt"
        environment = {**os.environ, "NO_COLOR": "1"}
        library = _faults(folder)
        self.has_faults = library is not None
        if library is not None:
            environment["LD_PRELOAD"] = str(library)
        self._server = subprocess.Popen(
            [sys.executable, _HERE / "server.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def ask(self, request: dict[str, Any]) -> Any:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        return json.loads(self._server.stdout.readline())

    def begin(self, *runs: tuple[Sequence[object], Path | None], **more: Any) -> Child:
        """Begin a process that runs ``comply`` with these arguments, writing standard output to these files.

        ``more``: ``fault`` as number and kind, ``file_size`` that no file may pass, ``clock`` as instants that it shows
        one after the other, ``stdin`` as a path.
        """
        self.err.write_bytes(b"")
        asked = [([*map(str, arguments)], str(out or os.devnull)) for arguments, out in runs]
        return Child(self, self.ask({"runs": asked, "err": str(self.err)} | more))

    def run(self, *runs: tuple[Sequence[object], Path | None], **more: Any) -> int:
        """Begin one and wait for it."""
        return self.begin(*runs, **more).wait()

    def said(self) -> str:
        """What the last process said on standard error."""
        return self.err.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._server.stdout.close()


def _faults(folder: Path) -> Path | None:
    """The library that makes faults; None where it cannot be made."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = folder / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", library, _HERE / "faults.c", "-ldl"]
    return library if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None


@contextmanager
def nursery_in(folder: Path) -> Iterator[Nursery]:
    """A nursery that is closed at the end."""
    one = Nursery(folder)
    try:
        yield one
    finally:
        one.close()
