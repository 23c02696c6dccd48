"""Products over gRPC."""
