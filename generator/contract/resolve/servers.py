"""Turns declared servers into those of the model: their URLs hold once the variables are filled."""

import re
from collections.abc import Mapping

from generator.contract.declare.declarations import ServerDecl, VariableDecl
from generator.contract.problems import access as problem
from generator.contract.problems import names as name_problem
from generator.contract.resolve.auth import is_url
from generator.diagnostics import Problems
from generator.model import Server, ServerVariable

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def resolve_servers(decls: Mapping[str, ServerDecl], problems: Problems) -> dict[str, Server]:
    """Where the service runs, by name."""
    return {name: _server(decl, problems) for name, decl in decls.items()}


def _server(decl: ServerDecl, problems: Problems) -> Server:
    used = dict.fromkeys(_VARIABLE.findall(decl.url.value))
    declared = {variable.name.value for variable in decl.variables}
    for name in used.keys() - declared:
        problems.add(problem.without_values(decl.url.span, decl.name, decl.url.value, name))
    for variable in decl.variables:
        _check(variable, used, decl, problems)
    server = Server(
        url=decl.url.value,
        description=decl.description,
        variables={
            variable.name.value: ServerVariable(
                default=variable.default.value,
                enum=tuple(text.value for text in variable.enum),
                description=variable.description,
            )
            for variable in decl.variables
            if variable.default is not None
        },
    )
    if used.keys() == server.variables.keys():
        _check_url(server, decl, problems)
    return server


def _check(
    variable: VariableDecl, used: Mapping[str, None], decl: ServerDecl, problems: Problems
) -> None:
    name = variable.name
    values = [text.value for text in variable.enum]
    if name.value not in used:
        problems.add(problem.unused(name.span, name.value, decl.url.value))
    elif variable.default is None:
        problems.add(problem.without_values(name.span, decl.name, decl.url.value, name.value))
    elif values and variable.default.value not in values:
        problems.add(problem.not_among(variable.default.span, variable.default.value, values))
    elif len(set(values)) < len(values):
        problems.add(problem.twice(name.span, name.value))


def _check_url(server: Server, decl: ServerDecl, problems: Problems) -> None:
    """Each value of each variable makes a URL, beside the defaults of the others."""
    if not is_url(server.filled()):
        what = f"the server '{decl.name}'"
        problems.add(name_problem.bad_url(decl.url.span, server.filled(), what))
        return
    for variable in decl.variables:
        for text in variable.enum:
            url = server.filled({variable.name.value: text.value})
            if not is_url(url):
                what = f"the server '{decl.name}'"
                problems.add(name_problem.bad_url(text.span, url, what))
