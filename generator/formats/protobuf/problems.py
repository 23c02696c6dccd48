"""The problems that only protobuf finds in a contract: GEN501 and on, one constructor each."""

from generator.diagnostics import Diagnostic, Kind, Severity, Span

NOT_A_SETTING = Kind(
    code="GEN501",
    name="grpc-setting-invalid",
    explanation="""\
A `grpc:` key of the contract or of an operation says something that gRPC does not understand.

On the contract:

```yaml
grpc:
  service: ProductsService        # the service; default: the contract's name + Service
  presence: implicit              # required scalars without `optional`; default: explicit
  options:                        # options of the .proto file
    go_package: example.com/shop/productsv1
    java_package: com.example.shop.products.v1
    csharp_namespace: Shop.Products.V1
```

On an operation, either the method's name or a mapping:

```yaml
operations:
  AddProduct: {create: Product, grpc: CreateProduct}
  GetProduct: {get: Product, grpc: {method: FindProduct, result: item}}
```

`method` names the rpc, and `result` the field of the response that holds the value.
""",
)

NAME_TAKEN = Kind(
    code="GEN502",
    name="grpc-name-taken",
    explanation="""\
Two things of the contract would have the same name in the `.proto` file.

All messages, enums, enum values and services of a package share one space of names. What the
generator adds is in it too: `AddProductRequest` and `AddProductResponse` of the operation
`AddProduct`, `StringList` for a `list<list<string>>`, and `CATEGORY_UNSPECIFIED`, the zero of the
enum `Category`.

```yaml
types:
  GetProductResponse: {fields: {text: string}}   # taken by the operation GetProduct
```

Rename one of the two, or give the operation another method name: `grpc: FetchProduct`.
""",
)

NUMBER_FORBIDDEN = Kind(
    code="GEN503",
    name="grpc-number-forbidden",
    explanation="""\
A `number:` of a field or enum value is one that protobuf does not allow.

Fields have the numbers 1 to 536870911 without 19000 to 19999, which protobuf keeps for itself. The
values of an enum have the numbers 1 to 2147483647; zero is the value that says nothing was set.

Leave `number:` away: the lock then hands out the next free number, and remembers it.
""",
)

NOT_IN_A_MASK = Kind(
    code="GEN561",
    name="grpc-not-in-a-mask",
    severity=Severity.WARNING,
    explanation="""\
An update over gRPC names the fields that change in a `google.protobuf.FieldMask`. In protobuf's own
JSON, a mask spells them in lowerCamel, and refuses a name that does not come back from there:
one with a digit after an underscore.

```yaml
fields:
  is_2fa_enabled: bool      # two_factor_enabled
```

gRPC itself is not affected, nor are REST and JSON-RPC. It matters to those who print or transcode
messages with protobuf's JSON, as grpc-gateway and grpcurl do. Rename the field, or ignore this.
""",
)


def setting_invalid(span: Span | None, message: str, hint: str | None = None) -> Diagnostic:
    """A ``grpc:`` key holds something unknown, or of the wrong form."""
    return NOT_A_SETTING.at(span, message, hint=hint)


def name_taken(
    span: Span | None, name: str, what: str, other: str, other_span: Span | None
) -> Diagnostic:
    """``what`` would be named like ``other``."""
    if span is None:
        span, other_span = other_span, None
    related = () if other_span is None else ((other_span, f"this is {other}"),)
    return NAME_TAKEN.at(
        span,
        f"{what} and {other} would both be '{name}' in the .proto",
        hint="rename one of them; an operation can name its method: 'grpc: OtherName'",
        related=related,
    )


def number_forbidden(span: Span | None, number: int, what: str) -> Diagnostic:
    """``number:`` is outside of what protobuf allows."""
    return NUMBER_FORBIDDEN.at(
        span,
        f"{what} cannot have the number {number} in protobuf",
        hint="leave 'number' away and let the lock choose one",
    )


def not_in_a_mask(span: Span, name: str, operation: str) -> Diagnostic:
    """A field of an update that protobuf's JSON refuses in a field mask."""
    return NOT_IN_A_MASK.at(
        span,
        f"protobuf's JSON cannot name '{name}' in the field mask of {operation}: "
        "a digit follows an underscore",
        hint="rename it if its messages are printed as JSON or transcoded; gRPC itself works",
    )
