"""Servers over gRPC."""
