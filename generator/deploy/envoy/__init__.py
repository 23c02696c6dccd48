"""Envoy: a complete envoy.yaml: routes, retries, health checks, tokens as the contracts say."""

from generator.deploy.envoy.target import TARGET as TARGET
