// Calls a server of products with openapi-fetch, typed by openapi-typescript.

import createClient from "openapi-fetch";

import type { paths } from "./schema.js";

const [target, name] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl: target });

const made = await client.POST("/products", {
  body: { name, price: "22.50", category: "Clothes" },
});
if (made.data === undefined) throw new Error(JSON.stringify(made.error));
const id = made.data.id;
const got = await client.GET("/products/{product_id}", { params: { path: { product_id: id } } });
if (got.data === undefined) throw new Error(JSON.stringify(got.error));
const page = await client.GET("/products", { params: { query: { category: "Clothes" } } });
if (page.data === undefined) throw new Error(JSON.stringify(page.error));
const missing = await client.GET("/products/{product_id}", {
  params: { path: { product_id: "missing" } },
});
if (missing.error === undefined || !("productId" in missing.error)) {
  throw new Error(JSON.stringify(missing));
}

console.log(
  JSON.stringify({
    made: [made.data.name, made.data.price, made.data.category],
    got: [got.data.name, got.data.price, got.data.category],
    listed: page.data.products.some((product) => product.id === id),
    error: [missing.error.error, missing.error.productId],
  }),
);
