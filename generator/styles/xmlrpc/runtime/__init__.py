"""What servers and clients of XML-RPC need at run time."""
