"""What the comparison shows of a style."""
