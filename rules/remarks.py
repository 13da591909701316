"""The comments of a YAML document, with their lines: what stands in text is no comment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ruamel.yaml.tokens import ScalarToken

from .yaml12 import reader

_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def comments(text: str, word: str) -> Iterator[tuple[int, int, str]]:
    """Line and column, from 1, and the words of every comment of a well-formed document that contains ``word``."""
    candidates = [
        (number, match.start(), line)
        for number, line in enumerate(_lines(text))
        if word in line
        for match in _COMMENT.finditer(line)
    ]
    if not candidates:
        return
    starts, ends = _scalars(text)
    told: set[int] = set()
    for line, column, words in candidates:
        before = bisect_right(starts, (line, column)) - 1
        if line not in told and (before < 0 or ends[before] <= (line, column)):
            told.add(line)  # from its mark on, the rest of the line is one comment
            if word in words[column:]:
                yield line + 1, column + 1, words[column + 1 :].strip()


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|[\r\n]", text)


def _scalars(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where the scalars start and end; the line on which a block scalar is announced is no part of it."""
    starts = []
    ends = []
    for token in reader().scan(text):
        if isinstance(token, ScalarToken):
            line, column = token.start_mark.line, token.start_mark.column
            starts.append((line + 1, 0) if token.style in ("|", ">") else (line, column))
            ends.append((token.end_mark.line, token.end_mark.column))
    return starts, ends
