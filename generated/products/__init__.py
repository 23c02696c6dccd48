"""The products that the shop sells."""

from .errors import ProductExists, ProductNotFound
from .service import Products, ProductsSync
from .serving import serve
from .types import Category, Product, ProductPage

__all__ = [
    "Category",
    "Product",
    "ProductExists",
    "ProductNotFound",
    "ProductPage",
    "Products",
    "ProductsSync",
    "serve",
]
