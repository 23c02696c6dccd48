"""What a call over gRPC shows of who makes it."""

from collections.abc import Mapping


class GrpcEvidence:
    """That of a call: its metadata by lower-case name."""

    __slots__ = ("_metadata",)

    def __init__(self, metadata: Mapping[str, str]) -> None:
        self._metadata = metadata

    def header(self, name: str) -> str | None:
        """One entry of the metadata."""
        return self._metadata.get(name)
