"""Numbers that never change: the ledger, its file, and what guards it."""
