"""Turns the declared types of a contract into those of the model, but for the values in them.

The third link of the chain: Named → Typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.contract.declare.declarations import (
    AliasBody,
    EnumBody,
    FieldDecl,
    RecordBody,
    TypeDecl,
    UnionBody,
)
from generator.contract.problems import types as problem
from generator.contract.resolve.constraints import resolve_constraints
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.enums import resolve_enum
from generator.contract.resolve.fields import constrained, declared_fields
from generator.contract.resolve.json_form import JsonForm, json_form
from generator.contract.resolve.loops import report_endless_records, without_alias_loops
from generator.contract.resolve.named import Named
from generator.contract.resolve.unions import resolve_union, tagged
from generator.diagnostics import Problems
from generator.model import Alias, Field, Record, TypeDef, Union
from generator.model.refs import leaf

Types = Mapping[str, TypeDef]
Fields = Mapping[str, tuple[Field, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The types of a contract by name, those of imports first.

    fields: all fields of each record, those that are write_only too; no field has a default or an
    example yet. The records themselves come without fields.
    """

    named: Named
    json: JsonForm
    types: Types
    fields: Fields

    def fields_of(
        self, decls: tuple[FieldDecl, ...], file: Declared, problems: Problems
    ) -> tuple[Field, ...]:
        """Some declared fields with their types and constraints."""
        fields = declared_fields(decls, file, self.named, self.json, problems)
        return constrained(fields, decls, self.types, problems)


def type_all(named: Named, problems: Problems) -> Typed:
    """The types; those with problems accept whatever is not told apart by them."""
    json = json_form(named.declared.decl, problems)
    fields = {
        name: declared_fields(decl.body.fields, file, named, json, problems)
        for name, (file, decl) in named.types.items()
        if isinstance(decl.body, RecordBody)
    }
    types = {name: _type(name, named, json, problems) for name in named.types}
    types = without_alias_loops(types, problems)
    types = tagged(types, fields, problems)
    types = _constrained_aliases(types, named, problems)
    fields = {
        name: constrained(each, _field_decls(name, named), types, problems)
        for name, each in fields.items()
    }
    report_endless_records(types, fields, problems)
    return Typed(named=named, json=json, types=_imports_first(types, named), fields=fields)


def with_outputs(types: Types, fields: Fields) -> dict[str, TypeDef]:
    """The types, each record with what an output has of its fields."""
    return {
        name: replace(
            type_,
            fields=tuple(field for field in fields[name] if not field.write_only),
            write_only=tuple(field for field in fields[name] if field.write_only),
        )
        if isinstance(type_, Record)
        else type_
        for name, type_ in types.items()
    }


def _imports_first(types: Types, named: Named) -> dict[str, TypeDef]:
    main = named.declared
    order = [name for name, found in named.types.items() if found.file is not main]
    order += [name for name in main.decl.types if name in types]
    return {name: types[name] for name in order}


def _field_decls(name: str, named: Named) -> tuple[FieldDecl, ...]:
    body = named.types[name].decl.body
    assert isinstance(body, RecordBody)
    return body.fields


def _type(name: str, named: Named, json: JsonForm, problems: Problems) -> TypeDef:
    file, decl = named.types[name]
    match decl.body:
        case RecordBody():
            return Record(
                name=name,
                fields=(),
                renamed_from=decl.notes.old_name,
                description=decl.notes.description,
                deprecated=decl.notes.deprecated,
                extensions=decl.notes.extensions,
                span=decl.name.span,
            )
        case EnumBody():
            return resolve_enum(decl, decl.body, problems)
        case UnionBody() as body:
            return _union(file, decl, body, named, json, problems)
        case AliasBody() as body:
            return _alias(file, decl, body, named, problems)
        case None:
            raise AssertionError("a broken type has no name")


def _union(
    file: Declared,
    decl: TypeDecl,
    body: UnionBody,
    named: Named,
    json: JsonForm,
    problems: Problems,
) -> Union:
    records = [
        named.record(variant.record, file, f"the variant '{variant.tag.value}'", problems)
        for variant in body.variants
    ]
    return resolve_union(decl, body, records, json, problems)


def _alias(
    file: Declared, decl: TypeDecl, body: AliasBody, named: Named, problems: Problems
) -> Alias:
    ref, nullable = named.ref(body.type, file)
    if nullable:
        assert body.type is not None
        hint = f"write '{decl.name.value}?' where it is used"
        problems.add(problem.optional_here(body.type.span, "an alias", hint))
    return Alias(
        name=decl.name.value,
        type=ref,
        renamed_from=decl.notes.old_name,
        description=decl.notes.description,
        deprecated=decl.notes.deprecated,
        extensions=decl.notes.extensions,
        span=decl.name.span,
    )


def _constrained_aliases(types: Types, named: Named, problems: Problems) -> dict[str, TypeDef]:
    """Give each alias its constraints, after the aliases that it is made of."""
    found = dict(types)
    done: set[str] = set()
    for name in types:
        chain: list[tuple[Alias, AliasBody]] = []
        while name not in done:
            done.add(name)
            alias, body = types[name], named.types[name].decl.body
            if not isinstance(alias, Alias) or not isinstance(body, AliasBody):
                break
            chain.append((alias, body))
            name = leaf(alias.type) or name
        for alias, body in reversed(chain):
            if body.constraints:
                own = resolve_constraints(body.constraints, alias.type, found, problems)
                found[alias.name] = replace(alias, constraints=own)
    return found
