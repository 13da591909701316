"""The version of this distribution, read by the packaging and by every ledger header."""

__version__ = "0.1.0"
