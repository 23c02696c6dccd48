"""JSON-RPC 2.0 over HTTP: what every generated server and client of this style shares."""
