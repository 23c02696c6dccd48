"""AWS110: a model whose name API Gateway does not take."""

import re
from collections.abc import Iterator

from generator.deploy.aws.api_gateway.document import apis
from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS110", name="api-model-name")


_NAME = re.compile(r"[A-Za-z0-9]+")


def find(document: Document) -> Iterator[Diagnostic]:
    """Names of schemas that are more than letters and digits."""
    for api in apis(document):
        for name, span, _ in () if api.is_http else api.models:
            if not _NAME.fullmatch(name):
                plain = re.sub(r"[^A-Za-z0-9]", "", name) or "Model"
                yield KIND.at(
                    span,
                    f"'{name}' cannot be the name of a model: it takes letters and digits",
                    hint=f"call it {plain}",
                )


RULE = Rule(kind=KIND, find=find, about="a model with an odd name")
