"""AWS113: responseTransferMode where nothing is streamed."""

from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS113", name="api-answer-not-streamed")


def find(document: Document) -> Iterator[Diagnostic]:
    """In HTTP APIs, and in integrations that are no proxies."""
    for api in apis(document):
        for operation in api.operations:
            mode = operation.at("responseTransferMode")
            if mode is None or operation.text("responseTransferMode") != "STREAM":
                continue
            if api.is_http:
                why = "an HTTP API streams no answers"
            elif operation.text("type") not in {"HTTP_PROXY", "AWS_PROXY", ""}:
                why = f"an integration of type {operation.text('type').lower()} streams no answers"
            else:
                continue
            yield KIND.at(mode.span, f"{why}", hint="REST APIs do, with http_proxy and aws_proxy")


RULE = Rule(kind=KIND, find=find, about="a stream where API Gateway makes none")
