"""The two kinds of API that API Gateway has, and what each of them can do at most.

The quotas of REST APIs and of HTTP APIs:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

from dataclasses import dataclass

# The greatest body of a request, or of an answer that is not streamed, in bytes.
PAYLOAD = 10 * 1024 * 1024
# A template that is uploaded to S3 first, in bytes.
TEMPLATE = 1024 * 1024
# The scopes that a route can ask for.
SCOPES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKind:
    """One kind of API.

    title: as AWS writes it. timeout: the most seconds in which a whole answer has to be there;
    streamed: the most that one takes which is passed on bit by bit, None where none is.
    authorizes: checks tokens by itself (JWT).
    places: the most resources, or routes, of an API; counted: what it calls them.
    """

    title: str
    timeout: int
    streamed: int | None
    authorizes: bool
    places: int
    counted: str

    @property
    def name(self) -> str:
        """The value of the parameter, and how its files begin: the word that tells it apart."""
        return self.title.split()[1].lower()


REST = ApiKind(
    title="a REST API",
    timeout=29,
    streamed=15 * 60,
    authorizes=False,
    places=300,
    counted="resources",
)
HTTP = ApiKind(
    title="an HTTP API",
    timeout=30,
    streamed=None,
    authorizes=True,
    places=300,
    counted="routes",
)
KINDS = {kind.name: kind for kind in (REST, HTTP)}
