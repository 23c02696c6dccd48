"""The parameters of all who listen over TLS, and the certificate with which that can be tried."""

from collections.abc import Iterator

from generator.deploy.certificate import CERTIFICATE_FILE, KEY_FILE, self_signed
from generator.deploy.front import Front
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.servers import places
from generator.deploy.target import Once

# What callers may not say themselves: only who ends their TLS has seen a certificate (RFC 9440).
CERTIFICATE_HEADERS = ("Client-Cert", "Client-Cert-Chain")

LISTEN = Parameter(
    name="listen",
    about="The address that callers connect to, over TLS.",
    default=("127.0.0.1:8443",),
    form=Form.ADDRESS,
)
CERTIFICATE = Parameter(
    name="certificate",
    about="Its certificate with the chain, in PEM, seen from the folder; one to try it with is "
    "made once.",
    default=(CERTIFICATE_FILE,),
)
KEY = Parameter(
    name="key", about="The certificate's key, in PEM, seen from the folder.", default=(KEY_FILE,)
)
CLIENT_CA = Parameter(
    name="client-ca",
    about="The authorities of callers' certificates, in PEM: those are passed on in Client-Cert.",
)


def certificate(front: Front, values: Values) -> Iterator[Once]:
    """What signs itself, for the hosts of all contracts, unless there are files of the user's."""
    if (values.texts(CERTIFICATE.name), values.texts(KEY.name)) == (
        CERTIFICATE.default,
        KEY.default,
    ):
        hosts = places(front, values).hosts.values()
        yield self_signed([host for names in hosts for host in names])
