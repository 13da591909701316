"""Watching: feeds followed, their lines evaluated and stored step by step, and what changed told."""
