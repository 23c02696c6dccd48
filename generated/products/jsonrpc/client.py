"""Calls Products over JSON-RPC, waiting or awaiting."""

from collections.abc import AsyncIterator, Iterator
from decimal import Decimal

from msgspec import UNSET, UnsetType

from ..._support import CallOptions
from ..._support.jsonrpc.client import AsyncJsonRpcClient, SyncJsonRpcClient
from ..operations import (
    ADD_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    LIST_PRODUCTS,
    UPDATE_PRODUCT_PRICE,
)
from ..types import Category, Product, ProductPage
from .binding import METHODS


class Client(SyncJsonRpcClient):
    """Products over JSON-RPC; every call waits."""

    _methods = METHODS

    def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: list[str] | UnsetType = UNSET,
        note: str | None = None,
        options: CallOptions | None = None,
    ) -> Product:
        """Add a product to the list.

        Raises ProductExists.
        """
        return self._call(
            ADD_PRODUCT,
            {
                "name": name,
                "price": price,
                "category": category,
                "tags": tags,
                "note": note,
            },
            options,
        )

    def get_product(
        self,
        *,
        product_id: str,
        options: CallOptions | None = None,
    ) -> Product:
        """Look up one product.

        Raises ProductNotFound.
        """
        return self._call(
            GET_PRODUCT,
            {
                "product_id": product_id,
            },
            options,
        )

    def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> ProductPage:
        """All products, or those of one category."""
        return self._call(
            LIST_PRODUCTS,
            {
                "category": category,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Iterator[Product]:
        """Every item of `list_products`, page after page."""
        return self._items(
            LIST_PRODUCTS,
            {
                "category": category,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    def update_product_price(
        self,
        *,
        product_id: str,
        price: Decimal | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Product:
        """Change what a product costs.

        Raises ProductNotFound.
        """
        return self._call(
            UPDATE_PRODUCT_PRICE,
            {
                "product_id": product_id,
                "price": price,
            },
            options,
        )

    def delete_product(
        self,
        *,
        product_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Take a product off the list.

        Raises ProductNotFound.
        """
        self._call(
            DELETE_PRODUCT,
            {
                "product_id": product_id,
            },
            options,
        )


class AsyncClient(AsyncJsonRpcClient):
    """Products over JSON-RPC; calls are awaited."""

    _methods = METHODS

    async def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: list[str] | UnsetType = UNSET,
        note: str | None = None,
        options: CallOptions | None = None,
    ) -> Product:
        """Add a product to the list.

        Raises ProductExists.
        """
        return await self._call(
            ADD_PRODUCT,
            {
                "name": name,
                "price": price,
                "category": category,
                "tags": tags,
                "note": note,
            },
            options,
        )

    async def get_product(
        self,
        *,
        product_id: str,
        options: CallOptions | None = None,
    ) -> Product:
        """Look up one product.

        Raises ProductNotFound.
        """
        return await self._call(
            GET_PRODUCT,
            {
                "product_id": product_id,
            },
            options,
        )

    async def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        page_token: str | None = None,
        options: CallOptions | None = None,
    ) -> ProductPage:
        """All products, or those of one category."""
        return await self._call(
            LIST_PRODUCTS,
            {
                "category": category,
                "order_by": order_by,
                "page_size": page_size,
                "page_token": page_token,
            },
            options,
        )

    def iter_list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Product]:
        """Every item of `list_products`, page after page."""
        return self._items(
            LIST_PRODUCTS,
            {
                "category": category,
                "order_by": order_by,
                "page_size": page_size,
            },
            options,
        )

    async def update_product_price(
        self,
        *,
        product_id: str,
        price: Decimal | UnsetType = UNSET,
        options: CallOptions | None = None,
    ) -> Product:
        """Change what a product costs.

        Raises ProductNotFound.
        """
        return await self._call(
            UPDATE_PRODUCT_PRICE,
            {
                "product_id": product_id,
                "price": price,
            },
            options,
        )

    async def delete_product(
        self,
        *,
        product_id: str,
        options: CallOptions | None = None,
    ) -> None:
        """Take a product off the list.

        Raises ProductNotFound.
        """
        await self._call(
            DELETE_PRODUCT,
            {
                "product_id": product_id,
            },
            options,
        )
