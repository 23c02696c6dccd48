"""What travels in Product list."""

from __future__ import annotations

import datetime
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from .._support.values import OpenEnum, always


class Category(OpenEnum):
    CLOTHES = "Clothes"
    SHOES = "Shoes"
    BOOKS = "Books"


class Product(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One product on the list."""

    id: str
    """Assigned by the server."""
    name: str
    price: Decimal
    """In euro."""
    category: Category
    tags: list[str] = always([])
    note: str | None = None
    created_at: datetime.datetime = msgspec.field(name="createdAt")


class AddProductRequest(msgspec.Struct, kw_only=True):
    """The input of AddProduct."""

    name: str
    price: Decimal
    """In euro."""
    category: Category
    tags: list[str] = msgspec.field(default_factory=list)
    note: str | None = None


class GetProductRequest(msgspec.Struct, kw_only=True):
    """The input of GetProduct."""

    product_id: str = msgspec.field(name="productId")
    """The id of the product."""


class ListProductsRequest(msgspec.Struct, kw_only=True):
    """The input of ListProducts."""

    category: Category | None = None
    """Only those with this category."""
    order_by: str | None = msgspec.field(default=None, name="orderBy")
    """Fields in the order that counts, each with asc or desc: name desc."""
    page_size: int = msgspec.field(default=50, name="pageSize")
    """How many products to answer at most."""
    page_token: str | None = msgspec.field(default=None, name="pageToken")
    """Where to go on: the next_page_token of the page before."""


class ProductPage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Some products, and where to go on."""

    products: list[Product]
    """The products of this page."""
    next_page_token: str | None = msgspec.field(default=None, name="nextPageToken")
    """Where the next page begins; absent on the last one."""


class UpdateProductPriceRequest(msgspec.Struct, kw_only=True):
    """The input of UpdateProductPrice."""

    product_id: str = msgspec.field(name="productId")
    """The id of the product."""
    price: Decimal | UnsetType = UNSET
    """In euro."""


class DeleteProductRequest(msgspec.Struct, kw_only=True):
    """The input of DeleteProduct."""

    product_id: str = msgspec.field(name="productId")
    """The id of the product."""
