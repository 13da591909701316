"""One temporal operator per file: acts and instants in, normative events out."""
