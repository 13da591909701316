"""What was reported: incidents, their time, place and evidence; no agreement is known here."""
