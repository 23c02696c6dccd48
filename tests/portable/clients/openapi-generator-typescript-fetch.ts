// Calls a server of products through the client that openapi-generator makes for TypeScript.

import {
  Category,
  Configuration,
  ProductNotFoundFromJSON,
  ProductsApi,
  ResponseError,
} from "./index.js";

const [target, name] = process.argv.slice(2) as [string, string];
const api = new ProductsApi(new Configuration({ basePath: target }));

const made = await api.addProduct({
  addProductRequest: { name, price: "22.50", category: Category.Clothes },
});
const got = await api.getProduct({ productId: made.id });
const page = await api.listProducts({ category: Category.Clothes });
let error: unknown[] = [];
try {
  await api.getProduct({ productId: "missing" });
} catch (raised) {
  if (!(raised instanceof ResponseError)) throw raised;
  const missing = ProductNotFoundFromJSON(await raised.response.json());
  error = [missing.error, missing.productId];
}

console.log(
  JSON.stringify({
    made: [made.name, made.price, made.category],
    got: [got.name, got.price, got.category],
    listed: page.products.some((product) => product.id === made.id),
    error,
  }),
);
