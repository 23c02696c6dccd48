"""VPC Lattice: the part of the target, as the target sees it."""

from collections.abc import Iterable

from generator.deploy.aws import problems as p
from generator.deploy.aws.lattice.credentials import taken
from generator.deploy.aws.lattice.listener_rules import ListenerRule, listener_rules
from generator.deploy.aws.lattice.stack import stack
from generator.deploy.aws.losses import (
    idle_timeout,
    tell_certificates,
    tell_open_paths,
    tell_timeouts,
)
from generator.deploy.aws.shares import shares
from generator.deploy.front import Front, Service
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.problems import bad_parameter
from generator.deploy.servers import HOST
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.yaml.write import write_yaml

RULES = 10  # of a listener, unless AWS was asked for more
IDLE = 60  # seconds, unless a service is told otherwise
LONGEST_IDLE = 600
_TITLE = "VPC Lattice"
_RULES = Parameter(
    name="lattice-rules",
    about="How many rules a listener of VPC Lattice may have: AWS gives 5 or 10, more on request.",
    form=Form.NUMBER,
    default=(str(RULES),),
    least=1,
)


class Lattice:
    """The methods of the ``Part`` protocol; it has no state."""

    name = "lattice"
    parameters: tuple[Parameter, ...] = (_RULES,)

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """One template: a service network with the services of all contracts."""
        quota = values.number(_RULES.name)
        rules: dict[str, tuple[ListenerRule, ...]] = {}
        hosts: dict[str, str] = {}
        for service in front.services:
            found = shares(service)
            made = rules[service.name] = tuple(listener_rules(found))
            hosts[service.name] = _host(service, values, problems)
            tell_certificates(service, _TITLE, problems)
            tell_open_paths(found, "/", problems)
            _tell(service, problems)
            if len(made) > quota:
                problems.add(p.too_many_rules(_TITLE, len(made), quota, _RULES.name))
        idle = idle_timeout(front, IDLE, LONGEST_IDLE)
        tell_timeouts(front, _TITLE, idle, problems)
        yield File(path="template.yaml", content=write_yaml(stack(front, rules, hosts, idle)))


def _host(service: Service, values: Values, problems: Problems) -> str:
    """The domain of a service, of which there is one; "" for that which AWS gives it."""
    given = values.of(HOST.name, service.name)
    if len(given) > 1:
        wanted = "one name for VPC Lattice; --part alb writes the load balancer alone"
        problems.add(bad_parameter(None, HOST.name, ", ".join(given), wanted))
    return given[0] if given else ""


def _tell(service: Service, problems: Problems) -> None:
    """What VPC Lattice does not pass on, and what takes the place of its own signature."""
    for way in service.ways:
        if way.route.upgrades and way.operation is not None:
            problems.add(p.no_websocket(way.span, way.operation.name.text))
    for scheme in taken(service):
        problems.add(p.no_auth_policy(scheme.span, scheme.name))


PART = Lattice()
