"""Connect and gRPC-Web: the rpcs of a .proto as plain POSTs and GETs over any HTTP."""

from generator.styles.connect.style import ConnectStyle

STYLE = ConnectStyle()

__all__ = ["STYLE"]
