"""An incident that shows what a lint found, as a line of a log."""

from __future__ import annotations

import json
from typing import Any

from ...events.time import FIRST_INSTANT, LAST_INSTANT, Interval, format_instant, parse_instant

_ANY_DAY = parse_instant("2000-01-01T00:00:00Z")


def witness(record: dict[str, Any], shared: Interval) -> str:
    """An incident that has the fields of a record, at an instant of a stretch of time."""
    when = _ANY_DAY if shared.start <= _ANY_DAY < shared.end else shared.start
    if when == FIRST_INSTANT and shared.end != LAST_INSTANT:
        when = shared.end - 1
    plain = {key: value for key, value in record.items() if not key.startswith("attributes.")}
    attributes = {key.partition(".")[2]: value for key, value in record.items() if key not in plain}
    line = {"id": "witness", "occurred": format_instant(when), "kind": "event", **plain}
    return json.dumps({**line, **({"attributes": attributes} if attributes else {})}, ensure_ascii=False)
