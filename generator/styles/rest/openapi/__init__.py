"""The binding as an OpenAPI document."""

from generator.styles.rest.openapi.document import openapi_document

__all__ = ["openapi_document"]
