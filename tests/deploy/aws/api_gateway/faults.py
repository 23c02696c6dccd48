"""Faults in what is written for API Gateway: an edit each, and who has to find it.

They are edits of text, as people make them. ``finder`` is a code of ours, ``cfn-lint``, or "" where
it is known that nobody finds it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault; file: below ``api-gateway/``. What is edited stands in the file at least once."""

    name: str
    file: str
    old: str
    new: str
    finder: str


_REST = "accounts/rest.template.yaml"
_HTTP = "accounts/http.template.yaml"
_PLAIN = "accounts/rest.openapi.yaml"
_GET = "uri: https://${stageVariables.backend}/accounts/{iban}\n"
_MAPPED = "integration.request.path.iban: method.request.path.iban"

FAULTS = (
    Fault(
        name="security at the root",
        file="accounts/http.openapi.yaml",
        old="\npaths:\n",
        new="\nsecurity:\n  - token: []\npaths:\n",
        finder="AWS101",
    ),
    Fault(
        name="the version of OpenAPI is 3.1",
        file=_REST,
        old="openapi: '3.0.3'",
        new="openapi: '3.1.0'",
        finder="AWS102",
    ),
    Fault(
        name="a list of types",
        file=_PLAIN,
        old="            type: string\n",
        new="            type: [string, 'null']\n",
        finder="AWS102",
    ),
    Fault(
        name="a method without an integration",
        file=_PLAIN,
        old="x-amazon-apigateway-integration:",
        new="x-amazon-apigateway-integrations:",
        finder="AWS103",
    ),
    Fault(
        name="a timeout above the quota",
        file=_PLAIN,
        old="        httpMethod: GET\n",
        new="        httpMethod: GET\n        timeoutInMillis: 60000\n",
        finder="AWS104",
    ),
    Fault(
        name="a variable is a part of a segment",
        file=_REST,
        old="/accounts/{iban}:\n",
        new="/accounts/{iban}:close:\n",
        finder="AWS105",
    ),
    Fault(
        name="a variable is not mapped",
        file=_REST,
        old=f"requestParameters:\n                  {_MAPPED}\n",
        new="passthroughBehavior: when_no_match\n",
        finder="AWS106",
    ),
    Fault(
        name="a variable is mapped from one that the path has not",
        file=_PLAIN,
        old=_MAPPED,
        new="integration.request.path.iban: method.request.path.account_iban",
        finder="AWS106",
    ),
    Fault(
        name="a URL names another variable than the path",
        file=_HTTP,
        old="${BackendUrl}/accounts/{iban}/transfers",
        new="${BackendUrl}/accounts/{number}/transfers",
        finder="AWS106",
    ),
    Fault(
        name="one place has two variables",
        file=_HTTP,
        old="/accounts/{iban}/transfers:",
        new="/accounts/{number}/transfers:",
        finder="AWS107",
    ),
    Fault(
        name="a greedy variable is not the last",
        file=_REST,
        old="/{proxy+}:",
        new="/{proxy+}/metadata:",
        finder="AWS108",
    ),
    Fault(
        name="an authorizer is not declared",
        file=_HTTP,
        old="                - token: []\n",
        new="                - tokens: []\n",
        finder="AWS109",
    ),
    Fault(
        name="an authorizer is left out",
        file="accounts/http.openapi.yaml",
        old="x-amazon-apigateway-authorizer:",
        new="x-authorizer:",
        finder="AWS109",
    ),
    Fault(
        name="a model with an odd name",
        file=_PLAIN,
        old="\nx-amazon-apigateway-binary-media-types:",
        new="\ncomponents:\n  schemas:\n    open-account: {type: object}\n"
        "x-amazon-apigateway-binary-media-types:",
        finder="AWS110",
    ),
    Fault(
        name="an operation without responses",
        file=_PLAIN,
        old="      responses:\n        default:\n          description: What the server answers.\n",
        new="",
        finder="AWS112",
    ),
    Fault(
        name="an HTTP API streams",
        file=_HTTP,
        old="payloadFormatVersion: '1.0'\n",
        new="payloadFormatVersion: '1.0'\n                responseTransferMode: STREAM\n",
        finder="AWS113",
    ),
    Fault(
        name="a private integration to nowhere",
        file=_REST,
        old="type: http_proxy\n",
        new="type: http_proxy\n                connectionType: VPC_LINK\n",
        finder="AWS114",
    ),
    Fault(
        name="a method that is none",
        file=_PLAIN,
        old="    get:\n",
        new="    fetch:\n",
        finder="AWS115",
    ),
    Fault(
        name="nothing is deployed",
        file=_HTTP,
        old="AutoDeploy: true",
        new="AutoDeploy: false",
        finder="AWS116",
    ),
    Fault(
        name="a stage of a deployment that there is not",
        file=_REST,
        old="      DeploymentId:\n        Ref: Deployment",
        new="      DeploymentId:\n        Ref: Release",
        finder="cfn-lint",
    ),
    Fault(
        name="the body is shown to the server as text",
        file=_PLAIN,
        old="  - '*/*'",
        new="  - image/png",
        finder="",
    ),
)
