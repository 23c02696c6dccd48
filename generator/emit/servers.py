"""Writes the variables of a server as OpenAPI and OpenRPC have them, which is alike."""

from typing import Any

from generator.model import Server, ServerVariable


def variables(server: Server) -> dict[str, Any]:
    """``{"region": {"default": "eu", "enum": ["eu", "us"]}}``"""
    return {name: _variable(variable) for name, variable in server.variables.items()}


def _variable(variable: ServerVariable) -> dict[str, Any]:
    found: dict[str, Any] = {"default": variable.default}
    if variable.enum:
        found["enum"] = [*variable.enum]
    if variable.description:
        found["description"] = variable.description
    return found
