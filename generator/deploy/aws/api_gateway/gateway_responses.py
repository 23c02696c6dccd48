"""What a REST API answers by itself, in the words of our servers: problem documents (RFC 9457).

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

import json

from generator.model import JsonObject
from generator.runtime.codes import Code
from generator.runtime.http.status_of import STATUS_OF

_PROBLEM = "application/problem+json"


def gateway_responses() -> JsonObject:
    """By the types of AWS: a server that cannot be reached, or is slow; too many requests.

    What it says of a body that is too large (413) cannot be changed. Of a path that it does not
    know it says "Missing Authentication Token", 403; callers take a 404 that is no problem
    document for what it is: there is no such operation here.
    """
    return {
        "INTEGRATION_FAILURE": _problem(Code.UNAVAILABLE),
        "INTEGRATION_TIMEOUT": _problem(Code.DEADLINE_EXCEEDED),
        "THROTTLED": _problem(Code.RESOURCE_EXHAUSTED),
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": STATUS_OF[Code.NOT_FOUND],
            "responseTemplates": {"application/json": json.dumps({"message": "Not Found"})},
        },
    }


def _problem(code: Code) -> JsonObject:
    number = STATUS_OF[code]
    fixed = json.dumps({"type": "about:blank", "status": number, "code": code.value})
    # The variable of AWS is text in quotes already.
    template = f'{fixed[:-1]}, "detail": $context.error.messageString}}'
    return {
        "statusCode": number,
        "responseParameters": {"gatewayresponse.header.Content-Type": f"'{_PROBLEM}'"},
        "responseTemplates": {"application/json": template},
    }
