"""One suite that every way to reach a service has to pass."""
