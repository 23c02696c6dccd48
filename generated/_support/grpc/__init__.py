"""gRPC: what every generated server and client of this style shares."""
