"""Two versions of a contract into every change between them, and whom each breaks."""
