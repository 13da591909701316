"""Tables as rows of text, whatever file they stand in: delimited text, spreadsheets, columnar files, JSON."""
