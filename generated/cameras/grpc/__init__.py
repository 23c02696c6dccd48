"""Cameras over gRPC."""
