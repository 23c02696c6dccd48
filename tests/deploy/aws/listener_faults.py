"""Faults in what is written for load balancers and service networks."""

from tests.deploy.aws.fault import Fault


def _alb(name: str, old: str, new: str, finder: str, contract: str = "products") -> Fault:
    file = "alb/template.yaml"
    return Fault(name=name, contract=contract, file=file, old=old, new=new, finder=finder)


def _lattice(name: str, old: str, new: str, finder: str, contract: str = "products") -> Fault:
    file = "lattice/template.yaml"
    return Fault(name=name, contract=contract, file=file, old=old, new=new, finder=finder)


_FORWARD = """\
      DefaultActions:
        - Type: forward
          TargetGroupArn:
            Ref: ProductsHttpTargets
"""
_NOT_FOUND = """\
      DefaultActions:
        - Type: fixed-response
          FixedResponseConfig:
            StatusCode: '404'
            ContentType: text/plain
"""
_ACCESS = """\
  Access:
    Type: AWS::VpcLattice::ServiceNetworkVpcAssociation
    Properties:
      ServiceNetworkIdentifier:
        Ref: Network
      VpcIdentifier:
        Ref: Vpc
      SecurityGroupIds:
        Ref: SecurityGroups
"""
_SIGNED = """\
      AuthType:
        Fn::If:
          - Signed
          - AWS_IAM
          - NONE
"""
_FIXED = """\
      DefaultAction:
        FixedResponse:
          StatusCode: 404
"""
_FORWARDED = """\
      DefaultAction:
        Forward:
          TargetGroups:
            - TargetGroupIdentifier:
                Ref: ProductsHttpTargets
"""
_ONLY_GET = """\
      Priority: 2
      Conditions:
        - Field: http-request-method
          HttpRequestMethodConfig:
            Values:
              - GET
"""

FAULTS = (
    _alb("a listener without TLS", "Protocol: HTTPS", "Protocol: HTTP", "AWS201"),
    _alb("a code of HTTP for gRPC", "GrpcCode: '0'", "GrpcCode: '200'", "AWS202"),
    _alb("the matcher of HTTP for gRPC", "GrpcCode: '0'", "HttpCode: '200'", "AWS202"),
    _alb("gRPC is checked at a path of HTTP", "/grpc.health.v1.Health/Check", "/readyz", "AWS203"),
    _alb("a typing error in the health check", "Health/Check", "Health/Chek", "AWS203"),
    _alb("two rules with one priority", "Priority: 2", "Priority: 1", "AWS204"),
    _alb("a rule without a priority", "      Priority: 2\n", "", "cfn-lint"),
    _alb("one more condition", "      Priority: 2\n      Conditions:\n", _ONLY_GET, "AWS205"),
    _alb("the rule of gRPC comes last", "Priority: 1\n", "Priority: 9\n", "AWS206"),
    _alb("servers of gRPC behind HTTP/1.1", "Version: GRPC", "Version: HTTP1", "AWS207"),
    _alb("no TLS policy", "      SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06\n", "", "AWS208"),
    _alb("an old TLS policy", "Policy-TLS13-1-2-2021-06", "Policy-2016-08", "AWS208"),
    _alb("what no rule is for is forwarded", _NOT_FOUND, _FORWARD, "AWS209"),
    _alb(
        "no certificate",
        "      Certificates:\n        - CertificateArn:\n            Ref: Certificate\n",
        "",
        "cfn-lint",
    ),
    _alb(
        "HTTP/2 is off",
        "http2.enabled\n          Value: 'true'",
        "http2.enabled\n          Value: 'false'",
        "AWS212",
    ),
    _alb(
        "the ARN of the load balancer for that of a group",
        "TargetGroupArn:\n            Ref: ProductsGrpcTargets",
        "TargetGroupArn:\n            Ref: LoadBalancer",
        "AWS213",
    ),
    _alb("a typing error in a path", "- /products/*", "- /product/*", "AWS214"),
    _alb(
        "a typing error in a media type",
        "  - application/grpc+*",
        "  - application/grpc-*",
        "AWS214",
    ),
    _alb("all paths are let through", "- /products/*", "- /*", "AWS215"),
    _alb(
        "a reference to nothing",
        "TargetGroupArn:\n            Ref: ProductsGrpcTargets",
        "TargetGroupArn:\n            Ref: ProductGrpcTargets",
        "cfn-lint",
    ),
    _alb("a port on which nobody listens", "Default: 50051", "Default: 5005", ""),
    _alb(
        "a health check that nobody answers",
        "HealthCheckPath: /readyz",
        "HealthCheckPath: /ready",
        "",
    ),
    _lattice(
        "streams to targets of HTTP/2",
        "ProtocolVersion: HTTP1",
        "ProtocolVersion: HTTP2",
        "AWS301",
        "cameras",
    ),
    _lattice("exact instead of a beginning", "Prefix: /products", "Exact: /products", "AWS302"),
    _lattice(
        "a rule of gRPC leads to servers of HTTP",
        "TargetGroupIdentifier:\n                Ref: ProductsGrpcTargets",
        "TargetGroupIdentifier:\n                Ref: ProductsHttpTargets",
        "AWS302",
    ),
    _lattice("two rules with one priority", "Priority: 3", "Priority: 4", "AWS303"),
    _lattice("a rule behind a wider one", "Exact: /mcp", "Exact: /jsonrpc", "AWS304"),
    _lattice(
        "signatures beside bearer tokens",
        "AuthType: NONE\n      IdleTimeoutSeconds",
        "AuthType: AWS_IAM\n      IdleTimeoutSeconds",
        "AWS305",
        "accounts",
    ),
    _lattice("an auth policy that is not asked", _SIGNED, "      AuthType: NONE\n", "AWS306"),
    _lattice("a listener without TLS", "Protocol: HTTPS", "Protocol: HTTP", "AWS309"),
    _lattice("a health check of gRPC", "Enabled: false", "Enabled: true", "AWS310"),
    _lattice("what no rule is for is forwarded", _FIXED, _FORWARDED, "AWS311"),
    _lattice("servers of gRPC behind HTTP/1.1", "Version: GRPC", "Version: HTTP1", "AWS312"),
    _lattice("no VPC reaches the network", _ACCESS, "", "AWS315"),
    _lattice("a wildcard in a path", "Prefix: /products", "Prefix: /products/*", "cfn-lint"),
    _lattice("a method that rules do not know", "Method: POST", "Method: PATCH", "cfn-lint"),
)
