"""HTTP for every style that travels over it: messages, transports and ASGI."""
