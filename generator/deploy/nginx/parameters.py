"""What only an operator knows of an nginx."""

from generator.deploy.cache import cache
from generator.deploy.parameter import Form, Parameter
from generator.deploy.servers import SERVERS
from generator.deploy.tls import CERTIFICATE, CLIENT_CA, KEY, LISTEN

WORKERS = Parameter(
    name="workers",
    about="Worker processes; 0 for one on each core.",
    default=("0",),
    form=Form.NUMBER,
    most=1024,
)
CACHE = cache(1024)
TIMEOUT = Parameter(
    name="timeout",
    about="Seconds without a byte, after which a call without a timeout is given up.",
    default=("3600",),
    form=Form.NUMBER,
    least=1,
)
PARAMETERS = (LISTEN, *SERVERS, CERTIFICATE, KEY, CLIENT_CA, WORKERS, CACHE, TIMEOUT)
