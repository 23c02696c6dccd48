"""Playlists over REST."""
