"""Blog over JSON-RPC 2.0."""
