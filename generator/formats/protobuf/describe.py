"""Decides what a contract is in protobuf: model and lock in, the content of a .proto out."""

from collections.abc import Iterator

from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.formats.protobuf.declarations import Declarer
from generator.formats.protobuf.file import Message, ProtoEnum, ProtoFile, Rpc
from generator.formats.protobuf.names import NameScope
from generator.formats.protobuf.rpcs import Rpcs
from generator.formats.protobuf.settings import KEY, SettingsReader
from generator.model import (
    Api,
    Enum,
    NamedRef,
    Record,
    RecordOrigin,
    TypeRef,
    Union,
)
from generator.model.refs import reached
from generator.naming import Name


def describe(api: Api, ledger: Ledger, problems: Problems) -> ProtoFile:
    """Decide the .proto of a contract."""
    return _Description(api, ledger, problems).file()


class _Description:
    def __init__(self, api: Api, ledger: Ledger, problems: Problems) -> None:
        self._api = api
        self._problems = problems
        self._reader = SettingsReader(problems)
        self._names = NameScope(problems)
        self._settings = self._reader.contract(api)
        explicit = self._settings.presence == "explicit"
        self._declare = Declarer(api, ledger, problems, explicit=explicit)
        self._ledger = ledger

    def file(self) -> ProtoFile:
        api = self._api
        settings = self._settings
        self._reader.elsewhere(api)
        service = settings.service or _service_name(api.service)
        self._names.claim(service, "the service", None)
        rpcs: list[Rpc] = []
        declarations: list[Message | ProtoEnum] = []
        decide = Rpcs(api, self._declare, settings, self._reader, self._names, self._problems)
        for operation in api.operations.values():
            described = decide.of(operation)
            rpcs.append(described.rpc)
            declarations += described.messages
        declarations += self._types()
        for error in api.errors.values():
            self._names.claim(error.name, f"the error {error.name}", error.span)
            declarations.append(self._declare.error(error))
        for wrapper in self._declare.shapes.wrappers.values():
            self._names.claim(wrapper.name, "a wrapper of the generator", None)
            declarations.append(wrapper)
        self._ledger.close(KEY)
        return ProtoFile(
            package=api.package,
            path=f"{api.package.replace('.', '/')}/{api.service.snake}.proto",
            service=service,
            rpcs=tuple(rpcs),
            declarations=tuple(declarations),
            imports=tuple(sorted(self._declare.shapes.imports)),
            options=settings.options,
            doc=f"{api.title}, {api.version}." if not api.description else api.description,
            service_doc=api.title,
        )

    def _types(self) -> Iterator[Message | ProtoEnum]:
        reachable = self._reachable()
        for known in self._api.types.values():
            derived = isinstance(known, Record | Union) and known.source is not None
            if derived and known.name not in reachable:
                continue
            match known:
                case Record(origin=RecordOrigin.DECLARED | RecordOrigin.INPUT_VIEW):
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    yield self._declare.record(known)
                case Union():
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    yield self._declare.union(known)
                case Enum():
                    self._names.claim(known.name, f"the type {known.name}", known.span)
                    declared = self._declare.enum(known)
                    spans = {value.name: value.span for value in known.values}
                    for value in declared.values:
                        what = f"{value.json} of {known.name}" if value.json else "the zero value"
                        span = spans.get(value.json or "", known.span)
                        self._names.claim(value.name, what, span)
                    yield declared
                case _:  # aliases have no trace in a .proto; requests and pages are printed above
                    pass

    def _reachable(self) -> set[str]:
        """The names of all types that some operation or error takes or gives."""
        starts: list[TypeRef] = []
        for operation in self._api.operations.values():
            starts.append(NamedRef(name=operation.request))
            starts += [ref for ref in (operation.output, operation.stream_input) if ref]
        for error in self._api.errors.values():
            starts += [field.type for field in error.fields]
        return set(reached(self._api.types, starts, patches=False))


def _service_name(name: Name) -> str:
    return name.pascal if name.words[-1] == "service" else f"{name.pascal}Service"
