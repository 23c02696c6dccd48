"""JSON-RPC 2.0 over HTTP, described by OpenRPC."""

from generator.styles.jsonrpc.style import JsonRpcStyle

STYLE = JsonRpcStyle()

__all__ = ["STYLE"]
