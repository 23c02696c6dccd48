// Calls a server of products through the client that oapi-codegen makes.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"portable.test/oapi-codegen/products"
)

func main() {
	ctx := context.Background()
	client, err := products.NewClientWithResponses(os.Args[1])
	check(err)
	body := products.AddProductRequest{Name: os.Args[2], Price: "22.50", Category: products.Clothes}
	made, err := client.AddProductWithResponse(ctx, nil, body)
	check(err)
	got, err := client.GetProductWithResponse(ctx, *made.JSON201.Id)
	check(err)
	clothes := products.Clothes
	page, err := client.ListProductsWithResponse(ctx, &products.ListProductsParams{Category: &clothes})
	check(err)
	listed := false
	for _, product := range page.JSON200.Products {
		listed = listed || *product.Id == *made.JSON201.Id
	}
	missing, err := client.GetProductWithResponse(ctx, "missing")
	check(err)
	problem := missing.ApplicationproblemJSON404
	check(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"made":   []any{made.JSON201.Name, made.JSON201.Price, made.JSON201.Category},
		"got":    []any{got.JSON200.Name, got.JSON200.Price, got.JSON200.Category},
		"listed": listed,
		"error":  []any{problem.Error, problem.ProductId},
	}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
