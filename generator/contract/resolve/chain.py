"""Turns the nodes of a contract and its imports into the neutral model, link by link.

Source → Declared → Named → Typed → Valued → Resourced → Operated → Viewed → Patched → Api: each of
them is frozen, and what makes it is a function of the one before. A link out of its place is a
type error.
"""

from collections.abc import Collection

from generator.contract.resolve.accepts import resolve_accepts
from generator.contract.resolve.clashes import check_clashes
from generator.contract.resolve.declared import Declared, declare_all
from generator.contract.resolve.head import Head, resolve_head
from generator.contract.resolve.named import name_all
from generator.contract.resolve.operations import operate_all
from generator.contract.resolve.patches import Patched, patch_updates
from generator.contract.resolve.resourced import resource_all
from generator.contract.resolve.typed import type_all
from generator.contract.resolve.valued import value_all
from generator.contract.resolve.views import view_inputs
from generator.contract.source import Source
from generator.diagnostics import Problems
from generator.model import Api
from generator.naming import Name


def resolve(source: Source, styles: Collection[str], problems: Problems) -> Api | None:
    """The model of a contract; None after reporting everything that is wrong with it.

    styles: the names of the registered styles. Their keys are allowed at the top level, on
    operations, resources and errors, and end up in ``settings`` as they are.
    """
    own = Problems()
    declared = declare_all(source, styles, own)
    api = None if declared is None else _api(declared, own)
    for found in own:
        problems.add(found)
    return None if own.failed else api


def _api(declared: Declared, problems: Problems) -> Api | None:
    head = resolve_head(declared.decl, problems)
    named = name_all(declared, problems)
    typed = type_all(named, problems)
    valued = value_all(typed, problems)
    resourced = resource_all(valued, problems)
    operated = operate_all(resourced, problems)
    check_clashes(operated, head.package, problems)
    if problems.failed or head.package is None:
        return None
    viewed = view_inputs(operated, problems)
    patched = patch_updates(viewed, problems)
    return _whole(head, head.package, patched)


def _whole(head: Head, package: str, patched: Patched) -> Api:
    viewed = patched.viewed
    resourced = viewed.operated.resourced
    typed = resourced.valued.typed
    decl = typed.named.declared.decl
    service = Name.parse(package.split(".")[-2])
    return Api(
        package=package,
        folder=head.folder,
        service=service,
        file=decl.file,
        title=decl.title or service.title,
        version=head.version,
        version_span=None if decl.version is None else decl.version.span,
        description=decl.description,
        contact=head.contact,
        license=head.license,
        servers=head.servers,
        auth=resourced.schemes,
        types={**viewed.types, **viewed.views, **patched.patches, **patched.derived},
        errors=resourced.errors,
        resources=resourced.resources,
        operations=viewed.operations,
        null_for_absent=typed.json.null_for_absent,
        settings=decl.settings,
        accepts=resolve_accepts(typed.named.declared),
        extensions=decl.extensions,
        span=None if decl.package is None else decl.package.span,
    )
