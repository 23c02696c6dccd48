"""Streams over HTTP: how items are written and read, bytes in and events out, and sent on ASGI."""
