"""The word vectors: where they come from and how they were made small."""
