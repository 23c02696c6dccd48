"""Who calls: what a contract asks of its callers, what servers take, and what clients send."""
