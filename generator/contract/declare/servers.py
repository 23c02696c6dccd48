"""Turns the nodes of `servers` into declarations: a URL each, with the values of its variables."""

from generator.contract.declare.declarations import ServerDecl, VariableDecl
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import MappingReader, as_text, as_texts, named
from generator.contract.problems import shape
from generator.diagnostics import Problems
from generator.model import Entry, Mapping, Scalar, Sequence


def declare_server(entry: Entry, problems: Problems) -> ServerDecl | None:
    """``eu: https://eu.example`` or ``{url: "https://{region}.example", variables: {…}}``."""
    what = f"the server '{entry.key}'"
    if not isinstance(entry.value, Mapping):
        url = as_text(entry.value, what, problems)
        return None if url is None else ServerDecl(name=entry.key, url=url, span=entry.key_span)
    reader = MappingReader(entry.value, what, problems)
    url = reader.text("url")
    if "url" not in reader:
        hint = 'as in url: "https://{region}.api.example"'
        problems.add(shape.missing_key(entry.key_span, what, "'url'", hint))
    variables = tuple(_variable(each, problems) for each in reader.entries("variables"))
    description = reader.prose("description")
    reader.finish()
    if url is None:
        return None
    return ServerDecl(
        name=entry.key,
        url=url,
        description=description,
        variables=variables,
        span=entry.key_span,
    )


def _variable(entry: Entry, problems: Problems) -> VariableDecl:
    """``[eu, us]``, of which the first is the default, ``eu`` or ``{default: eu, enum: […]}``."""
    name = Spanned(value=entry.key, span=entry.key_span)
    what = f"the variable '{entry.key}'"
    match entry.value:
        case Sequence() as node:
            values = as_texts(node, what, problems)
            return VariableDecl(name=name, default=values[0] if values else None, enum=values)
        case Mapping() as node:
            reader = MappingReader(node, what, problems)
            enum = reader.texts("enum")
            default = reader.text("default") or (enum[0] if enum else None)
            description = reader.prose("description")
            reader.finish()
            return VariableDecl(name=name, default=default, enum=enum, description=description)
        case Scalar() as node:
            return VariableDecl(name=name, default=as_text(node, what, problems))


def declare_servers(reader: MappingReader, problems: Problems) -> dict[str, ServerDecl]:
    """All servers of a contract, by name."""
    node = reader.mapping("servers")
    found = [] if node is None else [declare_server(entry, problems) for entry in named(node)]
    return {server.name: server for server in found if server is not None}
