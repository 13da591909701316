"""The terminal: data on standard output, everything else on standard error, colour only where it is wanted."""

from __future__ import annotations

import errno
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from textwrap import wrap
from typing import IO, BinaryIO, TextIO, TypeVar

import click
from rich.console import Console
from rich.text import Text

from ..events.errors import Problem
from .exit import Exit

WIDTH_OFF_TERMINAL = 140
LONG = 20_000
"""Records above which a progress bar is shown on a terminal."""
MOST_PROBLEMS = 20
"""Problems of one log that are listed; the rest are counted."""

T = TypeVar("T")


class _Output(Console):
    """A console that says nothing more once its pipe is closed at the other end, and lets the run end as it would."""

    closed: Callable[[], None] | None = None

    def on_broken_pipe(self) -> None:
        self.quiet = True
        forget(self.file)
        if self.closed is not None:
            self.closed()


def output(*, closed: Callable[[], None] | None = None) -> Console:
    """Standard output; NO_COLOR and FORCE_COLOR are honoured, and the width off a terminal is fixed.

    ``closed`` is called once its pipe is closed at the other end.

    Raises:
        OSError: it is closed.
    """
    binary_output()
    asked = os.environ.get("COLUMNS", "")
    known = sys.stdout.isatty()
    width = None if known or (asked.isdigit() and int(asked)) else WIDTH_OFF_TERMINAL
    console = _Output(file=sys.stdout, highlight=False, width=width, soft_wrap=False)
    console.closed = closed
    return console


def text_output() -> TextIO:
    """Standard output for text as it is, without colour.

    Raises:
        OSError: it is closed.
    """
    binary_output()
    return sys.stdout


def binary_output() -> BinaryIO:
    """Standard output for bytes.

    Raises:
        OSError: it is closed.
    """
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdout.buffer


class OutputError(click.ClickException):
    """What was to be written could not be; the run says nothing of the agreement then."""

    exit_code = int(Exit.FAILED)


@contextmanager
def writing(*, closed: Callable[[], None] | None = None) -> Iterator[None]:
    """Around what is written to standard output: who closes the pipe at its other end has read enough.

    ``closed`` is called then.

    Raises:
        OutputError: it is closed, or full.
    """
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        forget(sys.stdout)
        if closed is not None:
            closed()
    except KeyboardInterrupt:  # nobody waits for a pipe that is full
        if sys.stdout is not None:
            forget(sys.stdout)
        raise
    except OSError as error:
        if sys.stdout is not None:
            forget(sys.stdout)
        raise OutputError(f"cannot write the output: {error.strerror}") from None


def forget(stream: IO[str]) -> None:
    """Send what is still to be written nowhere, so that the interpreter has nothing to flush into a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def errors() -> Console:
    """Standard error."""
    return _Output(stderr=True, highlight=False, soft_wrap=True)


def clean(text: str) -> str:
    """A user's text without what could steer a terminal, or is no character of XML: all such are replaced."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    return character != "\n" and (
        unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs") or character in "\ufffe\uffff"
    )


def indented(console: Console, text: str, by: int, *, style: str = "") -> None:
    """Text that is wrapped within the console's width, each of its lines ``by`` so many columns in."""
    for line in wrap(clean(text), console.width - by - 1):
        console.print(Text(" " * by + line, style=style))


def say(text: str, *, style: str | None = None) -> None:
    """Say something on standard error; that nobody can hear it changes nothing."""
    if sys.stderr is None:
        return
    try:
        errors().print(clean(text), style=style, markup=False)
    except OSError:
        forget(sys.stderr)


def say_problems(problems: Iterable[Problem], *, most: int | None = None) -> None:
    """List problems on standard error, at most so many of them."""
    listed = list(problems)
    for problem in listed[:most]:
        say(str(problem), style="red")
    if most is not None and len(listed) > most:
        say(f"… and {len(listed) - most} more", style="red")


def progress(words: str, total: int | None = None) -> Callable[[Iterable[T]], Iterable[T]]:
    """A wrapper that shows a progress bar on a terminal once a sequence proves long."""

    def wrap(items: Iterable[T]) -> Iterable[T]:
        if sys.stderr is None or not sys.stderr.isatty() or (total is not None and total <= LONG):
            return items
        return _shown(items, words, total)

    return wrap


def _shown(items: Iterable[T], words: str, total: int | None) -> Iterator[T]:
    iterator = iter(items)
    yield from islice(iterator, LONG)
    from rich.progress import Progress  # only a long run on a terminal pays for it

    with Progress(console=errors(), transient=True) as bar:
        task = bar.add_task(words, total=total, completed=LONG)
        for item in iterator:
            yield item
            bar.advance(task)
