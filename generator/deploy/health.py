"""Where servers say whether they take calls, for those who stand in front of them."""

# Over HTTP, if they are started with ``serve --health``: 200, else 503.
READY = "/readyz"
# Over gRPC always: the standard service of health checks.
GRPC_SERVICE = "grpc.health.v1.Health"
GRPC_CHECK = f"/{GRPC_SERVICE}/Check"
