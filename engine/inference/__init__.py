"""Normative events in, directives out: two implementations of one small protocol."""
