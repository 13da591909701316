"""What a store's file holds, in SQL."""

from __future__ import annotations

FORMAT = 1
"""The version of the form of a store; it stands in the file as SQLite's ``user_version``."""
APPLICATION = 0x636D706C
"""By which a file is known for a store: ``cmpl``, as SQLite's ``application_id``."""

TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE line (
    number INTEGER PRIMARY KEY, feed TEXT NOT NULL, file TEXT NOT NULL, at INTEGER NOT NULL, raw BLOB NOT NULL,
    too_long INTEGER NOT NULL, digest BLOB NOT NULL UNIQUE
) STRICT;
CREATE TABLE position (feed TEXT PRIMARY KEY, position TEXT NOT NULL, digest BLOB NOT NULL) STRICT;
CREATE TABLE entry (number INTEGER PRIMARY KEY, line BLOB NOT NULL) STRICT;
CREATE TABLE seal (part TEXT PRIMARY KEY, digest BLOB NOT NULL) STRICT;
CREATE TABLE snapshot (number INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
CREATE TABLE settled (number INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
"""
