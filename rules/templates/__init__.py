"""Texts that `comply new` starts from."""
