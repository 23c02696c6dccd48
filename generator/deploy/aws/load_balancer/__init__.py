"""Application Load Balancer: a listener of HTTPS before servers of HTTP and of gRPC."""
