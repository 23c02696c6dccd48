"""What the comparison shows of a style, and what styles share to show it."""
