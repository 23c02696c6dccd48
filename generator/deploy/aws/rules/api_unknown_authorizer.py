"""AWS109: security that no authorizer stands for."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.node import Node
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind
from generator.diagnostics.suggestion import did_you_mean

KIND = Kind(code="AWS109", name="api-unknown-authorizer")


_AUTHORIZER = "x-amazon-apigateway-authorizer"


def find(document: Document) -> Iterator[Diagnostic]:
    """Schemes that are not declared, and those of which API Gateway makes nothing."""
    for api in apis(document):
        schemes = api.root.at("components", "securitySchemes")
        declared = {} if schemes is None else schemes.members
        for operation in api.operations:
            security = operation.node.at("security")
            for need in () if security is None else security.elements:
                for name, member in need.members.items():
                    scheme = declared[name].node if name in declared else None
                    if scheme is None:
                        message = f"there is no security scheme '{name}'"
                        hint = did_you_mean(name, declared) or "declare it, or leave it out"
                    elif not _is_checked(scheme):
                        message = (
                            f"API Gateway makes no authorizer of '{name}', and asks for nothing"
                        )
                        hint = f"add {_AUTHORIZER}, or leave it out: the server checks it"
                    else:
                        continue
                    yield KIND.at(member.name, f"{operation.title}: {message}", hint=hint)


def _is_checked(scheme: Node) -> bool:
    """An authorizer, or keys of API Gateway's own."""
    kind = scheme.at("type")
    own = kind is not None and kind.text == "apiKey"
    return own or _AUTHORIZER in scheme.members or not scheme.is_known


RULE = Rule(kind=KIND, find=find, about="security that names no authorizer")
