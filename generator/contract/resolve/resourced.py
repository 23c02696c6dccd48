"""Gathers what operations refer to: types, errors, schemes of auth, resources.

The fifth link of the chain: Valued → Resourced.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.contract.resolve.auth import resolve_schemes
from generator.contract.resolve.errors import resolve_errors
from generator.contract.resolve.resources import resolve_resources
from generator.contract.resolve.valued import Valued
from generator.diagnostics import Problems
from generator.model import AuthScheme, ErrorType, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Resourced:
    """A contract without its operations; what is broken is missing."""

    valued: Valued
    errors: Mapping[str, ErrorType]
    schemes: Mapping[str, AuthScheme]
    resources: Mapping[str, Resource]


def resource_all(valued: Valued, problems: Problems) -> Resourced:
    """The errors, the schemes and the resources of a contract."""
    return Resourced(
        valued=valued,
        errors=resolve_errors(valued, problems),
        schemes=resolve_schemes(valued.named.declared, problems),
        resources=resolve_resources(valued, problems),
    )
