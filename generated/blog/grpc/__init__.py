"""Blog over gRPC."""
