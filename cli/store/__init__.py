"""The store of a watch: lines as received, the journal, snapshots, and how far each feed has come, in one file."""
