"""Application Load Balancer: the part of the target, as the target sees it."""

from collections.abc import Iterable

from generator.deploy.aws import problems as p
from generator.deploy.aws.load_balancer.listener_rules import ListenerRule, listener_rules
from generator.deploy.aws.load_balancer.stack import stack
from generator.deploy.aws.losses import (
    idle_timeout,
    tell_certificates,
    tell_open_paths,
    tell_timeouts,
)
from generator.deploy.aws.shares import shares
from generator.deploy.front import Front
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.servers import hosts
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.yaml.write import write_yaml

RULES = 100  # of a listener, unless AWS was asked for more
IDLE = 60  # seconds, unless a load balancer is told otherwise
LONGEST_IDLE = 4000
_TITLE = "an Application Load Balancer"
_RULES = Parameter(
    name="alb-rules",
    about="How many rules a load balancer may have: more than AWS gives, if it was asked.",
    form=Form.NUMBER,
    default=(str(RULES),),
    least=1,
)
_IDLE = Parameter(
    name="alb-idle-timeout",
    about="Seconds of silence after which a connection ends.  [default: what calls may take]",
    form=Form.NUMBER,
    least=1,
    most=LONGEST_IDLE,
)


class LoadBalancer:
    """The methods of the ``Part`` protocol; it has no state."""

    name = "alb"
    parameters: tuple[Parameter, ...] = (_RULES, _IDLE)

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """One template: a load balancer before the servers of all contracts."""
        rules: list[ListenerRule] = []
        for service in front.services:
            found = shares(service)
            rules += listener_rules(found, hosts(service, values))
            tell_certificates(service, _TITLE, problems)
            tell_open_paths(found, "/*", problems)
        quota = values.number(_RULES.name)
        if len(rules) > quota:
            problems.add(p.too_many_rules(_TITLE, len(rules), quota, _RULES.name))
        given = values.text(_IDLE.name)
        idle = int(given) if given else idle_timeout(front, IDLE, LONGEST_IDLE)
        tell_timeouts(front, _TITLE, idle, problems)
        yield File(path="template.yaml", content=write_yaml(stack(front, rules, idle)))


PART = LoadBalancer()
