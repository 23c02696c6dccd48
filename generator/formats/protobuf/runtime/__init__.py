"""Protobuf: values as messages and back, for every style that carries them."""
