"""AWS104: a timeout that API Gateway does not allow."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.api_gateway.kinds import HTTP, REST
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS104", name="api-integration-timeout")


_LEAST = 50  # milliseconds


def find(document: Document) -> Iterator[Diagnostic]:
    """Timeouts above the quota of the kind of API, or below the least one."""
    for api in apis(document):
        kind = HTTP if api.is_http else REST
        for operation in api.operations:
            timeout = operation.at("timeoutInMillis")
            if timeout is None or timeout.number is None:
                continue
            streamed = operation.text("responseTransferMode") == "STREAM" and kind.streamed
            most = (streamed or kind.timeout) * 1000
            if not _LEAST <= timeout.number <= most:
                yield KIND.at(
                    timeout.span,
                    f"{timeout.number} ms is no timeout of {kind.title}: {_LEAST} to {most}",
                    hint="REST APIs take up to 900000 with responseTransferMode: STREAM",
                )


RULE = Rule(kind=KIND, find=find, about="a timeout of an integration out of range")
