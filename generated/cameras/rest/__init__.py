"""Cameras over REST."""
