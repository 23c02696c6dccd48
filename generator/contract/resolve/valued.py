"""Gives the types of a contract the defaults and examples that are written in them.

The fourth link of the chain: Typed → Valued.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.contract.declare.declarations import AliasBody, FieldDecl, RecordBody
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.fields import with_defaults, with_examples
from generator.contract.resolve.named import Named
from generator.contract.resolve.typed import Fields, Typed, Types, with_outputs
from generator.contract.resolve.values import ValueChecker
from generator.diagnostics import Problems
from generator.model import Alias, Field, NamedRef, TypeDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued:
    """The types of a contract, complete but for what requests make of them.

    fields: all fields of each record, those that are write_only too.
    """

    typed: Typed
    types: Types
    fields: Fields

    @property
    def named(self) -> Named:
        """What the names of the contract mean."""
        return self.typed.named

    def values(self, problems: Problems) -> ValueChecker:
        """What judges a value against the types."""
        return ValueChecker(self.types, self.fields, problems, self.typed.json.null_for_absent)

    def fields_of(
        self, decls: tuple[FieldDecl, ...], file: Declared, problems: Problems
    ) -> tuple[Field, ...]:
        """The fields of something that is not a type: a parameter list, a result, an error."""
        fields = self.typed.fields_of(decls, file, problems)
        if all(decl.default is None and not decl.examples for decl in decls):
            return fields
        values = self.values(problems)
        return with_examples(with_defaults(fields, decls, values), decls, values)


def value_all(typed: Typed, problems: Problems) -> Valued:
    """First all defaults, then all examples: an example of an output has the defaults in it."""
    null = typed.json.null_for_absent
    decls = _with_values(typed)
    values = ValueChecker(typed.types, typed.fields, problems, null)
    fields = {
        **typed.fields,
        **{name: with_defaults(typed.fields[name], each, values) for name, each in decls.items()},
    }
    values = ValueChecker(typed.types, fields, problems, null)
    types = {
        name: _with_alias_examples(type_, typed.named, values)
        for name, type_ in typed.types.items()
    }
    fields |= {name: with_examples(fields[name], each, values) for name, each in decls.items()}
    return Valued(typed=typed, types=with_outputs(types, fields), fields=fields)


def _with_values(typed: Typed) -> Mapping[str, tuple[FieldDecl, ...]]:
    """The declared fields of the records that have a default or an example in them."""
    bodies = {name: typed.named.types[name].decl.body for name in typed.fields}
    return {
        name: body.fields
        for name, body in bodies.items()
        if isinstance(body, RecordBody)
        and any(decl.default is not None or decl.examples for decl in body.fields)
    }


def _with_alias_examples(type_: TypeDef, named: Named, values: ValueChecker) -> TypeDef:
    body = named.types[type_.name].decl.body
    if not isinstance(type_, Alias) or not isinstance(body, AliasBody) or not body.examples:
        return type_
    ref, what = NamedRef(name=type_.name), f"an example of '{type_.name}'"
    return replace(type_, examples=tuple(values.of_type(e, ref, what) for e in body.examples))
