// Calls a server of products through the client that ogen makes.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"portable.test/ogen/products"
)

func main() {
	ctx := context.Background()
	client, err := products.NewClient(os.Args[1])
	check(err)
	body := &products.AddProductRequest{
		Name: os.Args[2], Price: "22.50", Category: products.CategoryClothes,
	}
	answer, err := client.AddProduct(ctx, body, products.AddProductParams{})
	check(err)
	made := answer.(*products.ProductHeaders).Response
	found, err := client.GetProduct(ctx, products.GetProductParams{ProductID: made.ID})
	check(err)
	got := found.(*products.Product)
	clothes := products.NewOptCategory(products.CategoryClothes)
	listing, err := client.ListProducts(ctx, products.ListProductsParams{Category: clothes})
	check(err)
	listed := false
	for _, product := range listing.(*products.ProductPageHeaders).Response.Products {
		listed = listed || product.ID == made.ID
	}
	refused, err := client.GetProduct(ctx, products.GetProductParams{ProductID: "missing"})
	check(err)
	missing := refused.(*products.ProductNotFound)
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"made":   []any{made.Name, made.Price, made.Category},
		"got":    []any{got.Name, got.Price, got.Category},
		"listed": listed,
		"error":  []any{missing.Error, missing.ProductId},
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
