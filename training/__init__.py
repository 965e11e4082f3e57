"""Where the shipped numbers come from: the data they were learned on, and the programs that learned them."""
