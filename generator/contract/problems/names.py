"""GEN205 to GEN207, GEN211 to GEN219, GEN261: names, and what identifies a contract."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

BAD_PACKAGE = Kind(
    code="GEN205",
    name="bad-package",
    explanation="""\
`contract` names the package: lower-case words joined by dots, the service's name second to
last, the major version last.

```yaml
contract: shop.products.v1     # service Products, major version 1
```
""",
)

BAD_VERSION = Kind(
    code="GEN206",
    name="bad-version",
    explanation="""\
`version` is a semantic version: three numbers, perhaps with a pre-release (https://semver.org).

```yaml
version: 1.4.0
version: 2.0.0-beta.1
```
""",
)

BAD_URL = Kind(
    code="GEN207",
    name="bad-url",
    explanation="""\
A server or another address in the contract must be an absolute URL.

```yaml
servers:
  production: https://api.example.com
```
""",
)

BAD_NAME = Kind(
    code="GEN211",
    name="bad-name",
    explanation="""\
Names become identifiers in every style, so they are plain ASCII letters and digits. Types,
errors, resources and operations are written `LikeThis`; fields `like_this` (or `likeThis`);
values of enums begin with a letter, and may have `-`, `_` or `.` inside.

```yaml
types:
  order_item:            # OrderItem
    fields:
      Größe: string      # size
```

A keyword of some language is fine: the generated code escapes it.
""",
)

NAME_CLASH = Kind(
    code="GEN212",
    name="name-clash",
    explanation="""\
Two names are different in the contract and the same in generated code, where case and
separators change; or one name is there twice, in an enum or as a type and an error.

```yaml
fields:
  user_id: string
  userId: string     # both are user_id in Python and userId in JSON
```

Rename one of them. Generated names never get a suffix, because that would depend on their
order.
""",
)

RESERVED_NAME = Kind(
    code="GEN213",
    name="reserved-name",
    explanation="""\
The class of a type or an error has its name in Python, where these words are constants: `None`,
`True`, `False`, `Ellipsis` and `NotImplemented`.

```yaml
types:
  None: {fields: {text: string}}      # Nothing
```

Choose another name. Every other name is fine: generated code imports its own under an alias where
a contract uses a name that it needs.
""",
)

DERIVED_NAME_CLASH = Kind(
    code="GEN214",
    name="derived-name-clash",
    explanation="""\
A declared name is also the name of something that is derived from the contract:
`AddProductRequest` of the operation `AddProduct`, `ProductPage` of a list, `ProductInput` of a
record with `read_only` fields, the service.

Rename the declared one.
""",
)

IMPORTED_NAME_CLASH = Kind(
    code="GEN216",
    name="imported-name-clash",
    explanation="""\
An imported type or error keeps its plain name in generated code (`common.Money` is `Money`),
and the contract has another one of that name, declared or imported from elsewhere.

Rename one of them, or do without the import.
""",
)

BAD_FILE_NAME = Kind(
    code="GEN217",
    name="bad-file-name",
    explanation="""\
What is built from a contract lies in a folder named after its file, in snake_case:
`contracts/products.yaml` becomes `generated/products/`. The folder is a Python package, so the
name must be one that Python can import: ASCII letters and digits, a letter first, and no keyword.

| file | |
|---|---|
| `class.yaml`, `import.yaml` | `from generated.class import …` is not Python |
| `1st-products.yaml` | begins with a digit |
| `größen.yaml` | is not plain ASCII |

Rename the file, and its lock with it, if there is one: `products.yaml` and `products.lock`.
""",
)

SPELLED_OTHERWISE = Kind(
    code="GEN261",
    name="spelled-otherwise",
    severity=Severity.WARNING,
    explanation="""\
Names are words, and JSON spells them in one case: `podIp`, or `pod_ip` with
`rest: {json_case: snake}`. An abbreviation in capitals is a word like others, so this name is
written otherwise in JSON than in the contract.

```yaml
fields:
  podIP: string     # podIp in JSON, pod_ip in Python and in .proto files
```

Write the name as JSON has it, so that readers of the contract know what to send.
""",
)


def bad_package(span: Span, text: str, why: str) -> Diagnostic:
    """A package that says no service or no version."""
    return BAD_PACKAGE.at(
        span, f"'{text}' is not a package: {why}", hint="write it like shop.products.v1"
    )


def bad_version(span: Span, text: str) -> Diagnostic:
    """Not a semantic version."""
    return BAD_VERSION.at(
        span, f"'{text}' is not a semantic version", hint="write three numbers, like 1.0.0"
    )


def bad_url(span: Span, text: str, what: str) -> Diagnostic:
    """Not an absolute URL."""
    return BAD_URL.at(
        span, f"{what} needs an absolute URL, not '{text}'", hint="begin it with https://"
    )


def bad_name(span: Span, what: str, text: str, why: str, hint: str | None) -> Diagnostic:
    """A name that cannot be an identifier everywhere."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return BAD_NAME.at(span, f"'{shown}' cannot name {what}: {why}", hint=hint)


def name_clash(span: Span, one: str, other: str, shared: str, place: Span) -> Diagnostic:
    """Two names that are the same after conversion."""
    if one == other:
        first = (place, "the first one is here")
        hint = "remove or rename one of them"
        return NAME_CLASH.at(span, f"there is another '{one}' already", hint=hint, related=(first,))
    return NAME_CLASH.at(
        span,
        f"'{one}' and '{other}' are both '{shared}' in generated code",
        hint="rename one of them",
        related=((place, f"'{other}' is here"),),
    )


def reserved_name(span: Span, name: str, why: str) -> Diagnostic:
    """A name that Python cannot have."""
    return RESERVED_NAME.at(span, f"'{name}' is taken: {why}", hint="choose another name")


def derived_name_clash(span: Span, name: str, why: str, place: Span | None) -> Diagnostic:
    """A declared name that something derived has, too."""
    related = ((place, "it is derived from this"),) if place else ()
    return DERIVED_NAME_CLASH.at(
        span, f"'{name}' is also the name of {why}", hint="rename this one", related=related
    )


def imported_name_clash(span: Span, name: str, place: Span) -> Diagnostic:
    """An imported name that is already in use."""
    return IMPORTED_NAME_CLASH.at(
        span,
        f"the imported '{name}' has the name of another one",
        hint="rename one of them: imported types keep their plain names",
        related=((place, "the other one is here"),),
    )


def spelled_otherwise(span: Span, text: str, member: str) -> Diagnostic:
    """A name whose JSON member differs from it in case."""
    return SPELLED_OTHERWISE.at(
        span, f"'{text}' is '{member}' in JSON", hint=f"write {member}: it is the same name"
    )


def bad_file_name(span: Span, file: str, why: str, better: str | None) -> Diagnostic:
    """A contract file whose name makes no folder that Python imports."""
    hint = f"rename the file, for example to '{better}'" if better else "rename the file"
    return BAD_FILE_NAME.at(span, f"'{file}' cannot name a Python package: {why}", hint=hint)
