"""Writes and reads protobuf's JSON (ProtoJSON), straight from how values lie in messages."""
