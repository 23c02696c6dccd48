"""Implementations of the example contracts, in memory, as a user would write them."""
