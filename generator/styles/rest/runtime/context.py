"""What all endpoints of one app share."""

from dataclasses import dataclass

from generator.runtime.auth.evidence import Showing
from generator.runtime.http.asgi import BodyReader
from generator.runtime.idempotency.store import IdempotencyStore
from generator.runtime.shutdown import Shutdown
from generator.styles.rest.runtime.route import Binding
from generator.styles.rest.runtime.settings import RestSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The service and its table, and what every request is served with.

    evidence: what a request shows of its caller; metadata: the URL that a challenge names
    (RFC 9728); store: of the answers to calls with an idempotency key.
    """

    service: object
    binding: Binding
    settings: RestSettings
    bodies: BodyReader
    shutdown: Shutdown
    evidence: Showing
    metadata: str | None
    store: IdempotencyStore | None
