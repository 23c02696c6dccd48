"""The parameters of the target; the proxy's own are given by their names."""

from generator.deploy import registry
from generator.deploy.parameter import Form, Parameter
from generator.deploy.tls import LISTEN

PROXY = "proxy"
FIRST_PORT = Parameter(
    name="first-port",
    about="The port of the first server; those of the others follow.",
    default=("18000",),
    form=Form.NUMBER,
    least=1024,
    most=65000,
)
SERVICE = Parameter(
    name="service",
    about="What the servers serve, module:object; without it, they are made up from the contract. "
    "Of several contracts: NAME=module:object.",
    many=True,
    each=True,
)
AUTHENTICATE = Parameter(
    name="authenticate",
    about="Who tells such servers who calls, module:function; without it, they ask nobody. "
    "Of several contracts: NAME=module:function.",
    many=True,
    each=True,
)
PACKAGE = Parameter(
    name="package", about="The package of the generated code.", default=("generated",)
)


def parameters(own: str) -> tuple[Parameter, ...]:
    """All of them; own: the name of the target."""
    proxies = registry.proxies(besides=own)
    proxy = Parameter(
        name=PROXY,
        about="What stands in front of the servers.",
        default=proxies[:1],
        choices=proxies,
    )
    return (proxy, LISTEN, FIRST_PORT, SERVICE, AUTHENTICATE, PACKAGE)
