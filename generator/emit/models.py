"""Turns a contract's types into further forms, by datamodel-code-generator: ``models/<form>.py``.

It is given the contract's JSON Schema, in which each scalar is said as it knows it: kinds tell.
"""

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.formats.json.schema.document import definitions
from generator.formats.json.schema.writer import SchemaWriter
from generator.formats.output_tree import File
from generator.formats.templates import templates_folder
from generator.kinds import scalars
from generator.model import Api, JsonSchema

if TYPE_CHECKING:
    from datamodel_code_generator.config import GenerateConfig

_TITLES = {
    "pydantic": "pydantic models",
    "dataclass": "dataclasses",
    "typeddict": "TypedDicts",
}
# The layout is that of datamodel-code-generator, which is no other formatter's to the letter.
_UNTOUCHED = "# fmt: off"


def models_files(api: Api, forms: Sequence[str]) -> Iterator[File]:
    """The modules of these forms; without one nothing, and nothing foreign is imported."""
    if forms:
        title = f"The types of {api.package} in further forms."
        yield File(path="models/__init__.py", content=f'"""{title}"""\n'.encode())
    if "pydantic" in forms:
        base = templates_folder() / "python/models_base.py"
        yield File(path="models/base.py", content=base.read_bytes())
    for form in forms:
        yield File(path=f"models/{form}.py", content=_module(api, form).encode())


def _module(api: Api, form: str) -> str:
    # A quarter of a second of imports, for those who ask for models.
    from datamodel_code_generator import generate

    known = _Known(definitions(SchemaWriter(api=api, models=True)))
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": known.types}
    head = f'"""The types of {api.package} as {_TITLES[form]}."""'
    if form == "pydantic" and known.has_containers:
        head = f"# ruff: noqa: RUF012 (pydantic copies the lists that are defaults)\n{head}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a form cannot say: docs/models.md has the list
        made = generate(json.dumps(document), config=_config(form, f"{_UNTOUCHED}\n{head}"))
    assert isinstance(made, str)
    return f"{made.rstrip()}\n"


def _config(form: str, head: str) -> "GenerateConfig":
    from datamodel_code_generator.config import GenerateConfig
    from datamodel_code_generator.enums import DataModelType, DefaultValueType, InputFileType
    from datamodel_code_generator.format import DatetimeClassType, Formatter, PythonVersion

    kinds = {
        "pydantic": DataModelType.PydanticV2BaseModel,
        "dataclass": DataModelType.DataclassesDataclass,
        "typeddict": DataModelType.TypingTypedDict,
    }
    is_pydantic = form == "pydantic"
    return GenerateConfig(
        input_file_type=InputFileType.JsonSchema,
        output_model_type=kinds[form],
        import_overrides={"BaseModel": ".base", "timedelta": ".base"} if is_pydantic else None,
        target_python_version=PythonVersion.PY_311,
        custom_file_header=head,
        formatters=[Formatter.BUILTIN],
        disable_timestamp=True,
        use_double_quotes=True,
        use_exact_imports=True,
        use_standard_collections=True,
        use_union_operator=True,
        use_annotated=True,
        field_constraints=True,
        use_schema_description=True,
        use_single_line_docstring=True,
        use_type_alias=True,
        skip_root_model=True,
        keyword_only=True,
        capitalise_enum_members=True,
        set_default_enum_member=True,
        deserialize_default_values=[*DefaultValueType],
        snake_case_field=is_pydantic,
        output_datetime_class=None if is_pydantic else DatetimeClassType.Datetime,
        allow_remote_refs=False,
    )


class _Known:
    """Schemas as datamodel-code-generator reads them: without what it would read wrongly."""

    def __init__(self, types: Mapping[str, JsonSchema]) -> None:
        # Of these it prints defaults as the texts that they are in JSON.
        texts = [kind.model_json for kind in scalars() if kind.is_text_in_json_only]
        self._no_defaults = {schema.get("format") for schema in texts} - {None}
        self.types = {name: self._schema(schema) for name, schema in types.items()}
        for schema in self.types.values():
            for member in schema.get("properties", {}).values():
                if self._is_unspeakable(member):
                    member.pop("default", None)

    @property
    def has_containers(self) -> bool:
        """Whether any default is a list or a map."""
        members = (m for t in self.types.values() for m in t.get("properties", {}).values())
        return any(isinstance(member.get("default"), list | dict) for member in members)

    def _schema(self, schema: JsonSchema) -> JsonSchema:
        known = {**schema}
        known.pop("examples", None)
        for name in ("items", "additionalProperties"):
            if isinstance(known.get(name), dict):
                known[name] = self._schema(known[name])
        for name in ("anyOf", "oneOf"):
            if name in known:
                known[name] = [self._schema(one) for one in known[name]]
        if known.get("type") == ["object", "null"]:  # it would lose the type of a map's values
            known = {"anyOf": [{**known, "type": "object"}, {"type": "null"}]}
            if "default" in known["anyOf"][0]:
                known["default"] = known["anyOf"][0].pop("default")
        if "properties" in known:
            known["properties"] = {n: self._schema(one) for n, one in known["properties"].items()}
        return known

    def _is_unspeakable(self, schema: JsonSchema) -> bool:
        """Whether defaults would be texts where values of another type are expected."""
        if schema.get("format") in self._no_defaults:
            return True
        parts = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
        if "$ref" in schema:
            target = self.types[schema["$ref"].rpartition("/")[2]]
            parts.append(target if "properties" not in target else None)
        return any(isinstance(part, dict) and self._is_unspeakable(part) for part in parts)
