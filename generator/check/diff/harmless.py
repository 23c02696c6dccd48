"""The keywords of the language whose changes break nobody, each with the reason.

The rest is named by rules, in their ``KEYWORDS``; what styles add, by their ``breaks`` modules.
"""

_TOLD = "people read it; nothing of it travels"
_ACCEPTED = "it says what findings are accepted, of which `gen diff` tells"
_DOCUMENTED = "it is shown in documents, and checked against the types when the contract is built"

HARMLESS = {
    **dict.fromkeys(
        (
            "Contract.title",
            "Contract.description",
            "Contract.contact",
            "Contract.license",
            "Contact.name",
            "Contact.url",
            "Contact.email",
            "License.name",
            "License.url",
            "License.identifier",
            "Field.description",
            "Type.description",
            "Enum value.description",
            "Error.description",
            "Resource.description",
            "Operation.description",
            "Body.description",
            "Example.description",
            "Server.description",
            "Server variable.description",
            "Auth scheme.description",
            "Auth scheme.format",
            "Deprecation.since",
            "Deprecation.use",
        ),
        _TOLD,
    ),
    **dict.fromkeys(
        (
            "Contract.accept",
            "Accept.rule",
            "Accept.reason",
            "Accept.until",
            "Accept.was",
            "Field.accept",
            "Type.accept",
            "Enum value.accept",
            "Error.accept",
            "Resource.accept",
            "Operation.accept",
            "Auth scheme.accept",
        ),
        _ACCEPTED,
    ),
    **dict.fromkeys(
        (
            "Field.examples",
            "Type.examples",
            "Operation.examples",
            "Example.input",
            "Example.output",
            "Example.error",
        ),
        _DOCUMENTED,
    ),
    **dict.fromkeys(
        ("Operation.retry", "Retry.attempts", "Defaults.retry"),
        "clients alone read it, and follow the contract that they are generated from",
    ),
    "Contract.imports": "it says where types and errors stand; a change of them is seen in them",
    "Contract.defaults": "what they set is compared where it holds: at the operations",
    "Auth scheme.jwks": "servers alone read it, to check the tokens of the same issuer",
    "Auth scheme.scopes": "it describes scopes; those that an operation asks for stand there",
}
