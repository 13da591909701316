"""What follows: pure evaluation of an ordered log under an agreement, with no I/O, clock or chance."""
