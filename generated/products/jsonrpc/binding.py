"""How Products travels over JSON-RPC: method names, positions of parameters."""

from ..._support.jsonrpc.method import Method, Methods
from .. import operations

METHODS = Methods(
    Method(
        name="addProduct",
        operation=operations.ADD_PRODUCT,
        params=(
            "name",
            "price",
            "category",
            "tags",
            "note",
        ),
    ),
    Method(
        name="getProduct",
        operation=operations.GET_PRODUCT,
        params=("productId",),
    ),
    Method(
        name="listProducts",
        operation=operations.LIST_PRODUCTS,
        params=(
            "category",
            "orderBy",
            "pageSize",
            "pageToken",
        ),
    ),
    Method(
        name="updateProductPrice",
        operation=operations.UPDATE_PRODUCT_PRICE,
        params=(
            "productId",
            "price",
        ),
    ),
    Method(
        name="deleteProduct",
        operation=operations.DELETE_PRODUCT,
        params=("productId",),
    ),
)
