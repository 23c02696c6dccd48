"""XML-RPC: calls in XML, for the clients that every language has had for decades."""

from generator.styles.xmlrpc.style import XmlRpcStyle

STYLE = XmlRpcStyle()

__all__ = ["STYLE"]
