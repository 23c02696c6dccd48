"""What a call over gRPC shows of who makes it."""

from collections.abc import Callable, Iterable, Mapping

from generator.runtime.auth.credentials import Certificate
from generator.runtime.auth.evidence import Evidence, of_pem, of_proxy
from generator.runtime.call import Call


class GrpcEvidence:
    """That of a call: its metadata by lower-case name."""

    __slots__ = ("_connection", "_metadata", "_trust_client_cert")

    def __init__(
        self,
        metadata: Mapping[str, str],
        connection: Callable[[], Mapping[str, Iterable[bytes]]] = dict,
        *,
        trust_client_cert: bool = False,
    ) -> None:
        """``connection``: gives what grpcio calls the auth context."""
        self._metadata = metadata
        self._connection = connection
        self._trust_client_cert = trust_client_cert

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
        """The certificate of the connection's client, or the one that a proxy tells."""
        if self._trust_client_cert:
            return of_proxy(self._metadata.get("client-cert"))
        chain = self._connection().get("x509_pem_cert", ())
        pem = next(iter(chain), None)
        return None if pem is None else of_pem(pem.decode("latin-1"))


def metadata_of(_context: object, call: Call) -> Evidence:
    """What the metadata of a call shows of who makes it."""
    return GrpcEvidence(call.headers)
