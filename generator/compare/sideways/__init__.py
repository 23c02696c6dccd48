"""The styles side by side: the same calls, as each style really writes and answers them."""
