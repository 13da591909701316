"""The shipped agreements, one folder each."""
