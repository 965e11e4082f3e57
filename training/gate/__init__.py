"""The safety gate: the messages it learns from, and the program that learns."""
