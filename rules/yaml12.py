"""ruamel.yaml with the tabs that YAML 1.2 allows: between what stands on one line, at its end, and within plain text.

They are no indentation: at the start of a line, and before what may begin a block there, they remain a mistake.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import Node
from ruamel.yaml.scanner import Scanner

_INDICATORS = re.compile("[1-9][-+]?|[-+][1-9]?")
_BREAKS = "\r\n\x85\u2028\u2029"


class _Scanner(Scanner):
    """ruamel.yaml's own, but that a tab parts what a space may part."""

    def scan_to_next_token(self) -> Any:
        """Pass over white space, comments and line breaks."""
        super().scan_to_next_token()
        while self.reader.peek() == "\t" and (not self.allow_simple_key or self._blank()):
            self.reader.forward(self._white())
            super().scan_to_next_token()

    def scan_block_scalar_indicators(self, start_mark: Any) -> Any:
        """Whether a block of text keeps the line breaks at its end, drops them, or (None) neither; its indentation."""
        found = _INDICATORS.match(self.reader.prefix(2))
        written = found[0] if found else ""
        if self.reader.peek(len(written)) != "\t":
            return super().scan_block_scalar_indicators(start_mark)
        self.reader.forward(len(written))
        digit = written.strip("+-")
        return ("+" in written if written != digit else None), (int(digit) if digit else None)

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> Any:
        """Pass over the rest of the line that announces a block of text."""
        if self._blank():
            self.reader.forward(self._white())
        return super().scan_block_scalar_ignored_line(start_mark)

    def scan_plain_spaces(self, indent: Any, start_mark: Any) -> Any:  # noqa: ARG002  # as it is called
        """Pass over white space within plain text, and tell what it says there; None at the end of the document."""
        white = self.reader.prefix(self._white())
        self.reader.forward(len(white))
        if self.reader.peek() not in _BREAKS:
            return [white] if white else []
        first = self.scan_line_break()
        self.allow_simple_key = True
        further: list[str] = []
        while not self._document_ends():
            if self.reader.peek(self._white()) not in _BREAKS:
                self._indentation(indent)
                return [*([] if first == "\n" else [first]), *([" "] if first == "\n" and not further else further)]
            self.reader.forward(self._white())
            further.append(self.scan_line_break())
        return None

    def _indentation(self, indent: int) -> None:
        """Pass over what stands before the text of a line; tabs that would indent it are left."""
        while self.reader.peek() == " " or (
            self.reader.peek() == "\t" and (self.flow_level or self.reader.column >= indent)
        ):
            self.reader.forward()

    def _document_ends(self) -> bool:
        return self.reader.prefix(3) in ("---", "...") and self.reader.peek(3) in f"\0 \t{_BREAKS}"

    def _blank(self) -> bool:
        """Whether nothing but white space follows on the line, or a comment after it."""
        white = self._white()
        return self.reader.peek(white) in f"\0{_BREAKS}{'#' if white else ''}"

    def _white(self) -> int:
        length = 0
        while self.reader.peek(length) in " \t":
            length += 1
        return length


def reader() -> YAML:
    """A reader for events, nodes and tokens; each reads one text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    return yaml


def plain(data: bytes) -> Any:
    """What a text says, as plain values.

    Raises:
        ValueError: it is no text, or not well formed.
    """
    try:
        return reader().load(data.decode("utf-8-sig"))
    except YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def compose(text: str) -> Node:
    """The nodes of a well-formed text, with their marks."""
    yaml = reader()
    yaml.composer.warn_double_anchors = False  # an anchor may be set anew; an alias means the last one before it
    root: Node = yaml.compose(text)
    return root
