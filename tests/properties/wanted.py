"""Small values, and what is wanted of them."""

from __future__ import annotations

from hypothesis import strategies as st

from comply.rules.pattern import Wanted

numbers = st.sampled_from((0, 1, 2, 3, 2.5))
values = st.sampled_from((0, 1, 2, 2.5, "1", "x", True, False))
_bounds = st.none() | st.none() | numbers
wanted = st.builds(
    Wanted,
    one_of=st.lists(values, max_size=2).map(tuple),
    at_least=_bounds,
    more_than=_bounds,
    at_most=_bounds,
    less_than=_bounds,
).filter(lambda one: one != Wanted())
