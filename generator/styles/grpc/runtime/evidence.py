"""What a call over gRPC shows of who makes it."""

from collections.abc import Mapping

from generator.runtime.auth.credentials import Certificate


class GrpcEvidence:
    """That of a call: its metadata by lower-case name."""

    __slots__ = ("_metadata",)

    def __init__(self, metadata: Mapping[str, str]) -> None:
        self._metadata = metadata

    def header(self, name: str) -> str | None:
        """One entry of the metadata."""
        return self._metadata.get(name)

    def query(self, name: str) -> str | None:
        """What HTTP has in the query, under the same name."""
        return self._metadata.get(name.lower())

    def cookie(self, name: str) -> str | None:
        """What HTTP has in a cookie, under the same name."""
        return self._metadata.get(name.lower())

    def certificate(self) -> Certificate | None:
        """The certificate of the connection's client."""
        return None
