"""What was agreed: clauses as data; nothing is evaluated here."""
