"""YAML, as documents are written and read back."""
