"""A JSON-RPC request over HTTP, which knows the id of the call in it."""

from generator.runtime.http.message import HttpRequest


class JsonRpcRequest(HttpRequest, frozen=True, kw_only=True):
    """A request that knows the id of the call in it, or of the first one; None: no answer comes."""

    id: str | int | None
