"""Products over REST."""
