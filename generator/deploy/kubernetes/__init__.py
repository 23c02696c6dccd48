"""Kubernetes: routes of the Gateway API: HTTPRoute and GRPCRoute."""

from generator.deploy.kubernetes.target import TARGET as TARGET
