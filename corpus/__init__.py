"""What we know: documents are read and split into passages here. Imports nothing else of ours."""
