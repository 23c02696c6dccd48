"""Text: scalars in URLs and headers, and back."""
