"""Makes a call that is sent again under one Idempotency-Key happen once."""
