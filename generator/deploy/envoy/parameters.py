"""What only the user of an Envoy knows: the parameters of the target."""

from collections.abc import Mapping

from generator.deploy.cache import cache
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.servers import SERVERS
from generator.deploy.tls import CERTIFICATE, CLIENT_CA, KEY, LISTEN

HEALTH = Parameter(
    name="health",
    about="Ask servers whether they are ready, and send nothing to those that are not.",
    default=("true",),
    form=Form.FLAG,
)
CACHE = cache(256)
TOKENS = Parameter(
    name="tokens",
    about="Refuse calls whose tokens the contract's issuer has not made, or whose time is over.",
    default=("true",),
    form=Form.FLAG,
    tried=("false",),
)
JWKS = Parameter(
    name="jwks",
    about="The file of the issuer's keys, if Envoy cannot fetch them; repeatable: SCHEME=FILE.",
    many=True,
)
ROOTS = Parameter(
    name="roots",
    about="The file of those who sign the certificates of issuers, for fetching their keys.",
    default=("/etc/ssl/certs/ca-certificates.crt",),
)
ADMIN = Parameter(
    name="admin",
    about="Where Envoy's statistics and controls are; they ask nobody for credentials.",
    form=Form.ADDRESS,
)
TRANSCODER = Parameter(
    name="transcoder",
    about="Where Envoy also listens for REST that it makes gRPC of itself, to compare with ours.",
    form=Form.ADDRESS,
)
PARAMETERS = (
    *(LISTEN, *SERVERS, CERTIFICATE, KEY, CLIENT_CA, HEALTH),
    *(CACHE, TOKENS, JWKS, ROOTS, ADMIN, TRANSCODER),
)


def files(values: Values) -> Mapping[str, str]:
    """The files of keys, by the schemes that they are for."""
    pairs = (value.partition("=") for value in values.texts(JWKS.name))
    return {scheme: file for scheme, _, file in pairs}
