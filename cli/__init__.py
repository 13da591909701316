"""How people ask: the command line, its reporters and its exit codes."""
