"""Blog over REST."""
