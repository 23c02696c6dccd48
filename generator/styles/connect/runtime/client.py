"""What generated Connect clients inherit."""
