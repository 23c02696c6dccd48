"""Playlists over gRPC."""
