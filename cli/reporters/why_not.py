"""Why not, for people and for programs."""

from __future__ import annotations

import json
from typing import TextIO

from rich.console import Console

from ...engine.account import told
from ...engine.why_not import Answer, WhyNot
from ..telling import Page, incident_line


def write_json(answer: WhyNot, file: TextIO) -> None:
    """Write the answer as one JSON object."""
    file.write(json.dumps(answer.to_json(), ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write(answer: WhyNot, console: Console) -> None:
    """Print why a clause has no finding, or none from an incident."""
    page = Page(console)
    page.line(f"{answer.clause}, {answer.title} ({answer.kind})", style="bold")
    for words in answer.words:
        page.line(words, indent=2)
    for report in answer.event.reports if answer.event is not None else ():
        page.line(incident_line(report), indent=2)
    for one in answer.answers:
        page.heading(f"Under {', '.join(one.readings)} ({one.verdict})")
        _under(page, one)


def _under(page: Page, answer: Answer) -> None:
    for found in answer.found:
        page.line(f"Found all the same: {found}", indent=2)
    if not answer.statements:
        page.line("No clause's judgement depends on it.", indent=2)
    for statement, need in zip(answer.statements, answer.needs, strict=True):
        for depth, words in told(statement):
            page.line(words, indent=2 + 2 * depth)
        if need is not None:
            page.line(f"It would have sufficed that {need.words()}.", indent=4, style="bold")
    if answer.nearest:
        page.line("The reports that came nearest:", indent=2)
        for near in answer.nearest:
            page.line(f"{near.incident}: it would have sufficed that {near.need.words()}.", indent=4)
