"""Servers over REST."""
