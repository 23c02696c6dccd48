"""Turns services and their rules into a template of CloudFormation with a load balancer."""

from collections.abc import Sequence

from generator.deploy.aws.load_balancer.listener_rules import ListenerRule
from generator.deploy.aws.load_balancer.resources import (
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    TARGET_GROUP,
)
from generator.deploy.aws.notes import notes
from generator.deploy.aws.parameters import CERTIFICATE, TARGET_TYPE, VPC, logical, port, text
from generator.deploy.front import Backend, Front
from generator.deploy.health import GRPC_CHECK, READY
from generator.model import JsonObject
from generator.styles.route import Transport

# TLS 1.2 and 1.3, with ciphers that AWS recommends.
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
_NOT_FOUND: JsonObject = {"StatusCode": "404", "ContentType": "text/plain"}


def stack(front: Front, rules: Sequence[ListenerRule], idle_timeout: int) -> JsonObject:
    """The template as plain values; rules: of all services, in the order of their priorities."""
    titles = ", ".join(service.api.title for service in front.services)
    hosts: dict[str, dict[str, None]] = {}
    for rule in rules:
        hosts.setdefault(rule.backend.name, {}).update(dict.fromkeys(rule.hosts))
    resources: JsonObject = {"LoadBalancer": _load_balancer(front, idle_timeout)}
    for backend in front.backends:
        name = logical(backend.name)
        resources[f"{name}Targets"] = _targets(backend, (*hosts.get(backend.name, ()),))
    resources["Listener"] = _listener()
    for number, rule in enumerate(rules, start=1):
        resources[f"Rule{number}"] = _rule(rule, number)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{titles}: an Application Load Balancer",
        "Parameters": _parameters(front),
        "Resources": resources,
        "Outputs": _outputs(front),
    }


def _parameters(front: Front) -> JsonObject:
    return {
        "Vpc": VPC,
        "Subnets": {
            "Type": "List<AWS::EC2::Subnet::Id>",
            "Description": "Where the load balancer stands: in two availability zones or more.",
        },
        "SecurityGroups": {
            "Type": "List<AWS::EC2::SecurityGroup::Id>",
            "Description": "Who reaches the load balancer, and that it reaches the servers.",
        },
        "Certificate": CERTIFICATE,
        "Scheme": text("Who reaches it: the VPC, or everybody.", "internal")
        | {"AllowedValues": ["internal", "internet-facing"]},
        "TargetType": TARGET_TYPE | {"Default": "ip", "AllowedValues": ["ip", "instance"]},
        **{f"{logical(backend.name)}Port": port(backend) for backend in front.backends},
    }


def _load_balancer(front: Front, idle_timeout: int) -> JsonObject:
    attributes = {"idle_timeout.timeout_seconds": str(idle_timeout)}
    if any(backend.transport is Transport.GRPC for backend in front.backends):
        attributes["routing.http2.enabled"] = "true"
    return {
        "Type": LOAD_BALANCER,
        "Properties": {
            "Type": "application",
            "Scheme": {"Ref": "Scheme"},
            "Subnets": {"Ref": "Subnets"},
            "SecurityGroups": {"Ref": "SecurityGroups"},
            "LoadBalancerAttributes": _pairs(attributes),
        },
    }


def _targets(backend: Backend, hosts: tuple[str, ...]) -> JsonObject:
    """Servers that keep nothing between calls: any of them may answer, from its first second."""
    match backend.transport:
        case Transport.GRPC:
            version, path, matcher = "GRPC", GRPC_CHECK, {"GrpcCode": "0"}
        case Transport.HTTP:
            version, path, matcher = "HTTP1", READY, {"HttpCode": "200"}
    attributes = {"slow_start.duration_seconds": "0", "stickiness.enabled": "false"}
    return {
        "Type": TARGET_GROUP,
        "Metadata": notes(backend, hosts),
        "Properties": {
            "TargetType": {"Ref": "TargetType"},
            "VpcId": {"Ref": "Vpc"},
            "Port": {"Ref": f"{logical(backend.name)}Port"},
            "Protocol": "HTTP",
            "ProtocolVersion": version,
            "HealthCheckProtocol": "HTTP",
            "HealthCheckPath": path,
            "Matcher": matcher,
            "TargetGroupAttributes": _pairs(attributes),
        },
    }


def _listener() -> JsonObject:
    return {
        "Type": LISTENER,
        "Properties": {
            "LoadBalancerArn": {"Ref": "LoadBalancer"},
            "Port": 443,
            "Protocol": "HTTPS",
            "SslPolicy": TLS_POLICY,
            "Certificates": [{"CertificateArn": {"Ref": "Certificate"}}],
            "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": _NOT_FOUND}],
        },
    }


def _rule(rule: ListenerRule, priority: int) -> JsonObject:
    targets = {"Ref": f"{logical(rule.backend.name)}Targets"}
    return {
        "Type": LISTENER_RULE,
        "Properties": {
            "ListenerArn": {"Ref": "Listener"},
            "Priority": priority,
            "Conditions": rule.conditions,
            "Actions": [{"Type": "forward", "TargetGroupArn": targets}],
        },
    }


def _pairs(attributes: dict[str, str]) -> list[JsonObject]:
    return [{"Key": key, "Value": value} for key, value in attributes.items()]


def _outputs(front: Front) -> JsonObject:
    found: JsonObject = {
        "DnsName": {
            "Description": "The name that the domain of the API is an alias of.",
            "Value": {"Fn::GetAtt": ["LoadBalancer", "DNSName"]},
        },
        "HostedZoneId": {
            "Description": "The zone of that name, for the alias.",
            "Value": {"Fn::GetAtt": ["LoadBalancer", "CanonicalHostedZoneID"]},
        },
    }
    for backend in front.backends:
        name = f"{logical(backend.name)}Targets"
        found[name] = {
            "Description": "Where servers are registered.",
            "Value": {"Ref": name},
        }
    return found
