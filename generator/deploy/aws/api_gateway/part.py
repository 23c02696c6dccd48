"""API Gateway: the part of the target, as the target sees it."""

from collections.abc import Iterable, Iterator

from generator.deploy.aws.api_gateway import problems as p
from generator.deploy.aws.api_gateway.definition import Backend, definition
from generator.deploy.aws.api_gateway.kinds import KINDS, TEMPLATE, ApiKind
from generator.deploy.aws.api_gateway.losses import tell
from generator.deploy.aws.api_gateway.resources import Resource, resources, ways_of
from generator.deploy.aws.api_gateway.stack import stack
from generator.deploy.aws.part import OPTION
from generator.deploy.front import Front, Service
from generator.deploy.parameter import Form, Parameter, Values
from generator.deploy.servers import HOST
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.yaml.write import write_yaml

_TYPE = Parameter(
    name="api-gateway-type",
    about="Write this kind of API for API Gateway; repeatable.",
    many=True,
    default=tuple(KINDS),
    choices=tuple(KINDS),
)
_VPC = Parameter(
    name="api-gateway-vpc",
    about="Reach the servers through a VPC link and a load balancer, not by a public URL.",
    form=Form.FLAG,
    default=("false",),
)
_JWT = Parameter(
    name="api-gateway-jwt",
    about="Let an HTTP API check tokens of an issuer and an audience that the contract names.",
    form=Form.FLAG,
    default=("true",),
)
_DOMAIN = Parameter(
    name="api-gateway-domain",
    about="Give the API a domain of your own; its name and certificate are the stack's parameters.",
    form=Form.FLAG,
    default=("false",),
)


class ApiGateway:
    """The methods of the ``Part`` protocol; it has no state."""

    name = "api-gateway"
    parameters: tuple[Parameter, ...] = (_TYPE, _VPC, _JWT, _DOMAIN)

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """A folder for each contract, with a definition and a template of each kind of API."""
        kinds = [KINDS[name] for name in KINDS if name in values.texts(_TYPE.name)]
        for service in front.services:
            if not ways_of(service):
                alone = values.texts(OPTION) == (self.name,)
                problems.add(p.nothing_left(service.name) if alone else p.no_grpc(service.name))
                continue
            found = resources(service, problems)
            tell(service, found, kinds, problems, domain=values.flag(_DOMAIN.name))
            for kind in kinds:
                yield from _files(service, found, kind, values, problems)


def _files(
    service: Service,
    found: tuple[Resource, ...],
    kind: ApiKind,
    values: Values,
    problems: Problems,
) -> Iterator[File]:
    private, jwt = values.flag(_VPC.name), values.flag(_JWT.name)
    start = f"{service.name}/{kind.name}"
    if not private:
        plain = definition(service.api, found, kind, Backend.IN_STAGE, jwt=jwt)
        yield File(path=f"{start}.openapi.yaml", content=write_yaml(plain))
    backend = Backend.PRIVATE if private else Backend.PUBLIC
    body = definition(service.api, found, kind, backend, jwt=jwt)
    host = next(iter(values.of(HOST.name, service.name)), "")
    domain = host if values.flag(_DOMAIN.name) else None
    content = write_yaml(stack(service.api, body, kind, backend, domain=domain))
    if len(content) > TEMPLATE:
        problems.add(p.too_big_a_template(service.name, len(content), TEMPLATE))
    yield File(path=f"{start}.template.yaml", content=content)


PART = ApiGateway()
