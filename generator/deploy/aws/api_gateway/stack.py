"""Turns the definition of an API into a template of CloudFormation that creates it.

What only its user knows are parameters: where the servers are, the stage, a domain.
"""

import hashlib
from typing import Any

from generator.deploy.aws.api_gateway.definition import Backend
from generator.deploy.aws.api_gateway.kinds import HTTP, ApiKind
from generator.formats.yaml.write import write_yaml
from generator.model import Api, JsonObject

_URL = "https?://[^/]+(/[^/]+)*"
_ARN = "arn:[^:]+:elasticloadbalancing:.+"
_TLS = "TLS_1_2"
_URL_OF = "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"


def stack(
    api: Api, body: JsonObject, kind: ApiKind, backend: Backend, *, domain: str | None
) -> JsonObject:
    """The template as plain values; domain: of its own, "" for one that is told later."""
    private = backend is Backend.PRIVATE and kind is HTTP
    body = _inert(body)
    resources = _http(body) if kind is HTTP else _rest(api, body)
    if domain is not None:
        resources |= _http_domain() if kind is HTTP else _rest_domain()
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": _inert(f"{api.title}: {kind.title} of API Gateway"),
        "Parameters": _parameters(kind, backend, domain=domain),
        **({"Conditions": {"HasServerName": _given("ServerName")}} if private else {}),
        "Resources": resources,
        "Outputs": _outputs(kind, domain=domain is not None),
    }


def _inert(value: Any) -> Any:
    """The same without ``{{resolve:…}}``, which CloudFormation replaces wherever it stands."""
    match value:
        case str():
            return value.replace("{{", "{ {")
        case dict():
            return {key: _inert(item) for key, item in value.items()}
        case list():
            return [_inert(item) for item in value]
        case _:
            return value


def _given(parameter: str) -> JsonObject:
    return {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, ""]}]}


def _parameters(kind: ApiKind, backend: Backend, *, domain: str | None) -> JsonObject:
    found: JsonObject = {}
    if kind is HTTP and backend is Backend.PRIVATE:
        found["ListenerArn"] = _text("The listener of the load balancer of the servers.", _ARN)
        found["ServerName"] = {
            "Type": "String",
            "Description": "The name in the listener's certificate; empty for plain HTTP.",
            "Default": "",
        }
    else:
        found["BackendUrl"] = _text("Where the servers are: https://servers.example", _URL)
    if backend is Backend.PRIVATE:
        found["VpcLinkId"] = _text("The VPC link (V2) to the network of the servers.", ".+")
        if kind is not HTTP:
            found["LoadBalancerArn"] = _text("The load balancer of the servers.", _ARN)
    if kind is not HTTP:
        stage = _text("The name of the stage, which is in its URL.", "[A-Za-z0-9_-]{1,128}")
        found["StageName"] = stage | {"Default": "live"}
    if domain is not None:
        default = {"Default": domain} if domain else {}
        found["DomainName"] = _text("The domain of the API.", ".+") | default
        found["CertificateArn"] = _text(
            "The certificate of the domain in ACM, in the region of the API.", "arn:[^:]+:acm:.+"
        )
    return found


def _text(about: str, pattern: str) -> JsonObject:
    return {"Type": "String", "Description": about, "AllowedPattern": pattern}


def _rest(api: Api, body: JsonObject) -> JsonObject:
    # A deployment is a copy of the API: only one of another name takes what has changed.
    deployment = f"Deployment{hashlib.sha256(write_yaml(body)).hexdigest()[:12]}"
    return {
        "Api": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {
                "Name": _inert(api.title),
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
                "Body": body,
            },
        },
        deployment: {
            "Type": "AWS::ApiGateway::Deployment",
            "Properties": {"RestApiId": {"Ref": "Api"}},
        },
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "DeploymentId": {"Ref": deployment},
                "StageName": {"Ref": "StageName"},
            },
        },
    }


def _rest_domain() -> JsonObject:
    return {
        "Domain": {
            "Type": "AWS::ApiGateway::DomainName",
            "Properties": {
                "DomainName": {"Ref": "DomainName"},
                "RegionalCertificateArn": {"Ref": "CertificateArn"},
                "SecurityPolicy": _TLS,
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
            },
        },
        "Mapping": {
            "Type": "AWS::ApiGateway::BasePathMapping",
            "Properties": {
                "DomainName": {"Ref": "Domain"},
                "RestApiId": {"Ref": "Api"},
                "Stage": {"Ref": "Stage"},
            },
        },
    }


def _http(body: JsonObject) -> JsonObject:
    return {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Body": body}},
        "Stage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "$default", "AutoDeploy": True},
        },
    }


def _http_domain() -> JsonObject:
    certificate = {
        "CertificateArn": {"Ref": "CertificateArn"},
        "EndpointType": "REGIONAL",
        "SecurityPolicy": _TLS,
    }
    return {
        "Domain": {
            "Type": "AWS::ApiGatewayV2::DomainName",
            "Properties": {
                "DomainName": {"Ref": "DomainName"},
                "DomainNameConfigurations": [certificate],
            },
        },
        "Mapping": {
            "Type": "AWS::ApiGatewayV2::ApiMapping",
            "Properties": {
                "DomainName": {"Ref": "Domain"},
                "ApiId": {"Ref": "Api"},
                "Stage": {"Ref": "Stage"},
            },
        },
    }


def _outputs(kind: ApiKind, *, domain: bool) -> JsonObject:
    own = _URL_OF if kind is HTTP else f"{_URL_OF}/${{Stage}}"
    url = "https://${DomainName}" if domain else own
    found = {"Url": {"Description": "Where callers reach the API.", "Value": {"Fn::Sub": url}}}
    if domain:
        found["DomainTarget"] = {
            "Description": "What the record of the domain points to.",
            "Value": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]},
        }
    return found
