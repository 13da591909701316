"""Lints: checks of an agreement that loads, one file each. They are strangers to each other."""
