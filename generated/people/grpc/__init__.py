"""People over gRPC."""
