"""Turns the definition of an API into a template of CloudFormation that creates it.

What only its user knows are parameters: where the servers are, the stage, a domain.
"""

import hashlib

from generator.deploy.aws.api_gateway.definition import Backend
from generator.deploy.aws.api_gateway.kinds import HTTP, ApiKind
from generator.formats.yaml.write import write_yaml
from generator.model import Api, JsonObject

_URL = "https?://[^/]+(/[^/]+)*"
_ARN = "arn:[^:]+:elasticloadbalancing:.+"
_URL_OF = "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"


def stack(api: Api, body: JsonObject, kind: ApiKind, backend: Backend) -> JsonObject:
    """The template as plain values."""
    resources = _http(body) if kind is HTTP else _rest(api, body)
    names = backend is Backend.PRIVATE and kind is HTTP
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{api.title}: {kind.title} of API Gateway",
        "Parameters": {**_parameters(kind, backend), **_domain_parameters()},
        "Conditions": {
            "HasDomain": _given("DomainName"),
            **({"HasServerName": _given("ServerName")} if names else {}),
        },
        "Resources": resources,
        "Outputs": _outputs(kind),
    }


def _given(parameter: str) -> JsonObject:
    return {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, ""]}]}


def _parameters(kind: ApiKind, backend: Backend) -> JsonObject:
    found: JsonObject = {}
    if kind is HTTP and backend is Backend.PRIVATE:
        found["ListenerArn"] = _text("The listener of the load balancer of the servers.", _ARN)
        found["ServerName"] = _optional(
            "The name in the listener's certificate; empty: plain HTTP."
        )
    else:
        found["BackendUrl"] = _text("Where the servers are: https://servers.example", _URL)
    if backend is Backend.PRIVATE:
        found["VpcLinkId"] = _text("The VPC link (V2) to the network of the servers.", ".+")
        if kind is not HTTP:
            found["LoadBalancerArn"] = _text("The load balancer of the servers.", _ARN)
    if kind is not HTTP:
        found["StageName"] = {
            **_text("The name of the stage, which is in its URL.", "[A-Za-z0-9_-]{1,128}"),
            "Default": "live",
        }
    return found


def _domain_parameters() -> JsonObject:
    return {
        "DomainName": _optional("A domain of your own for the API; empty for none."),
        "CertificateArn": _optional("The certificate of the domain, in ACM, in this region."),
    }


def _text(about: str, pattern: str) -> JsonObject:
    return {"Type": "String", "Description": about, "AllowedPattern": pattern}


def _optional(about: str) -> JsonObject:
    return {"Type": "String", "Description": about, "Default": ""}


def _rest(api: Api, body: JsonObject) -> JsonObject:
    # A deployment is a copy of the API: only one of another name takes what has changed.
    deployment = f"Deployment{hashlib.sha256(write_yaml(body)).hexdigest()[:12]}"
    return {
        "Api": {
            "Type": "AWS::ApiGateway::RestApi",
            "Properties": {
                "Name": api.title,
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
        "Domain": {
            "Type": "AWS::ApiGateway::DomainName",
            "Condition": "HasDomain",
            "Properties": {
                "DomainName": {"Ref": "DomainName"},
                "RegionalCertificateArn": {"Ref": "CertificateArn"},
                "SecurityPolicy": "TLS_1_2",
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
            },
        },
        "Mapping": {
            "Type": "AWS::ApiGateway::BasePathMapping",
            "Condition": "HasDomain",
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
        "Domain": {
            "Type": "AWS::ApiGatewayV2::DomainName",
            "Condition": "HasDomain",
            "Properties": {
                "DomainName": {"Ref": "DomainName"},
                "DomainNameConfigurations": [
                    {
                        "CertificateArn": {"Ref": "CertificateArn"},
                        "EndpointType": "REGIONAL",
                        "SecurityPolicy": "TLS_1_2",
                    }
                ],
            },
        },
        "Mapping": {
            "Type": "AWS::ApiGatewayV2::ApiMapping",
            "Condition": "HasDomain",
            "Properties": {
                "DomainName": {"Ref": "Domain"},
                "ApiId": {"Ref": "Api"},
                "Stage": {"Ref": "Stage"},
            },
        },
    }


def _outputs(kind: ApiKind) -> JsonObject:
    url = _URL_OF if kind is HTTP else f"{_URL_OF}/${{Stage}}"
    return {
        "Url": {"Description": "Where callers reach the API.", "Value": {"Fn::Sub": url}},
        "DomainTarget": {
            "Description": "What the record of your domain points to.",
            "Condition": "HasDomain",
            "Value": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]},
        },
    }
