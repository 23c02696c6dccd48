"""One walk through every contract over its Protocol: all operations, values and errors."""
