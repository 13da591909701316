"""Clauses as English sentences, exact enough to be signed off beside the text that they cite."""
