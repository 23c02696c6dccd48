"""JSON: the schema of the types."""
