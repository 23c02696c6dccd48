"""What might be seen with a proxy in between, the same in every run."""

from generator.compare.timing.intermediary import (
    Absent,
    Alternation,
    Ending,
    Intermediary,
    Loss,
    Share,
    Stored,
)


def stored(style: str, *, hits: int = 0, revalidated: int = 0, why: str = "") -> Stored:
    return Stored(
        operation="GetProduct",
        style=style,
        calls=11,
        hits=hits,
        revalidated=revalidated,
        served=11 - hits,
        direct=1100,
        upstream=1210 - 100 * hits,
        why=why,
    )


def loss(style: str, ending: Ending, *, repeats: bool, failed: int) -> Loss:
    return Loss(
        operation="GetProduct" if repeats else "AddProduct",
        style=style,
        ending=ending,
        repeats=repeats,
        retried=False,
        calls=8,
        lost=4 if ending is Ending.HELD else 0,
        failed=failed,
        usual=0.002,
        worst=0.0095,
        error="<no> server answers" if failed else "",
    )


def intermediary() -> Intermediary:
    """REST is kept and repeated, gRPC repeated, JSON-RPC neither."""
    held, refused = Ending.HELD, Ending.REFUSED
    return Intermediary(
        proxy="relay",
        title="A <proxy>",
        fresh=2,
        stored=(
            stored("rest", hits=9, revalidated=1),
            stored("grpc", why="every call is a POST"),
            stored("jsonrpc", why="every call is a POST"),
        ),
        shares=tuple(
            Share(operation="AddProduct", style=style, proxied=proxied, servers=servers)
            for style in ("rest", "grpc", "jsonrpc")
            for proxied, servers in ((True, (10, 10)), (False, (20, 0)))
        ),
        losses=(
            loss("rest", held, repeats=True, failed=0),
            loss("rest", held, repeats=False, failed=4),
            loss("grpc", held, repeats=True, failed=0),
            loss("jsonrpc", held, repeats=True, failed=4),
            *(loss(style, refused, repeats=False, failed=0) for style in ("rest", "grpc")),
        ),
        alternations=tuple(
            Alternation(style=style, operations=5, calls=10, pages=4, errors=1)
            for style in ("rest", "grpc", "jsonrpc")
        ),
        absent=(
            Absent(
                what="what a lost server costs",
                style="jsonrpc",
                operation="AddProduct",
                reason="a call failed: <nothing> there",
            ),
        ),
    )
