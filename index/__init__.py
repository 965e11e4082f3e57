"""How we find it: passages become an index, a question becomes hits. Of the corpus it knows Passage only."""
