"""Connect and gRPC-Web: what every generated server and client of this style shares."""
