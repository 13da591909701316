"""Run as a script: has imported ``comply`` and forks a process for each run that it is asked for, so that one is cheap.

Reads one JSON object a line and answers with one: ``{"runs": …}`` begins a process and is answered with its number,
``{"wait": number}`` with how it ended.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import os
import resource
import signal
import sys
import traceback
from typing import Any

import watchfiles  # noqa: F401  # what a run imports late is imported once, here

import comply.cli.commands.export
import comply.cli.commands.watch
import comply.cli.feeds.directory
import comply.cli.feeds.file
import comply.cli.feeds.stdin
import comply.cli.reporters.jsonl
import comply.cli.watching.run as watching
import comply.engine.geometry
import comply.engine.inference.durable  # noqa: F401
from comply.cli.commands.evaluate import evaluate  # noqa: F401
from comply.cli.main import main


def serve() -> None:
    children = set[int]()
    for request in map(json.loads, sys.stdin):
        if "wait" in request:
            answer = os.waitstatus_to_exitcode(os.waitpid(request["wait"], 0)[1])
            children.discard(request["wait"])
        else:
            answer = os.fork()
            if answer == 0:
                begin(request)
            children.add(answer)
        print(json.dumps(answer), flush=True)
    for child in children:  # of tests that failed
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def begin(request: dict[str, Any]) -> None:
    """In the child: never returns."""
    code = 70
    try:
        code = run_all(request)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def run_all(request: dict[str, Any]) -> int:
    """The runs, one after the other, until one says that something is wrong; the last one's exit code."""
    redirect(0, request.get("stdin") or os.devnull, os.O_RDONLY)
    redirect(2, request["err"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    if (bytes_ := request.get("file_size")) is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
    if clock := request.get("clock"):
        instants = itertools.cycle(clock)
        watching._now = lambda: next(instants)
    if fault := request.get("fault"):
        ctypes.CDLL(None).arm(*fault)
    code = 0
    for arguments, out in request["runs"]:
        if out is not None:
            redirect(1, out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        code = run(arguments)
        if code not in (0, 1):
            break
    return code


def redirect(descriptor: int, target: str | int, flags: int) -> None:
    opened = os.open(target, flags, 0o644)
    os.dup2(opened, descriptor)
    os.close(opened)


def run(arguments: list[str]) -> int:
    sys.argv = ["comply", *arguments]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120  # as the interpreter ends where it cannot write what is left
    return code


if __name__ == "__main__":
    serve()
