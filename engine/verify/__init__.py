"""The independent checker: what follows, by the definitions, one precise version of the reports at a time.

It shares nothing with the rest of the engine but the records of ``events`` and ``rules``. Where a report leaves
something open the checker takes every version of it that it admits (or many of them) and asks what follows in each: it
knows no marks of its own.
"""
