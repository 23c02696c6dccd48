// Serves the tools of the product list with the official package of the older kind of version:
// it shakes hands, keeps sessions and answers with events. Argument: "http" or "stdio".
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { CallToolRequestSchema, ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";

const products = new Map();
const result = (value, isError = false) => ({
  content: [{ type: "text", text: JSON.stringify(value ?? null) }],
  ...(isError || value === undefined ? {} : { structuredContent: value }),
  isError,
});
const call = async (name, given, extra) => {
  switch (name) {
    case "add_product": {
      if (given.name === "wait") {
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, 30_000);
          extra.signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); });
        });
        return result({});
      }
      if (given.name === "text") return { content: [{ type: "text", text: "I would rather not." }], isError: true };
      const id = String(products.size + 1);
      const product = { tags: [], ...given, id, createdAt: "2026-11-30T02:00:00Z" };
      products.set(id, product);
      return result(product);
    }
    case "get_product": {
      const product = products.get(given.productId);
      if (product) return result(product);
      return result({ code: "not_found", message: "No.", error: "ProductNotFound", fields: given }, true);
    }
    case "list_products":
      return result({ products: [...products.values()] });
    case "delete_product":
      products.delete(given.productId);
      return result(undefined);
    default:
      throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
  }
};
const made = () => {
  const server = new Server({ name: "peer", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    if (params.arguments?.name === "ping") await server.ping(); // the server asks the client first
    return call(params.name, params.arguments ?? {}, extra);
  });
  return server;
};

if (process.argv[2] === "stdio") {
  await made().connect(new StdioServerTransport());
} else {
  const sessions = new Map();
  const listener = createServer(async (request, response) => {
    const id = request.headers["mcp-session-id"];
    let transport = sessions.get(id);
    if (id && !transport) return response.writeHead(404).end();
    if (!transport) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (begun) => sessions.set(begun, transport),
        onsessionclosed: (ended) => { sessions.delete(ended); console.log(`ended ${sessions.size}`); },
      });
      await made().connect(transport);
    }
    if (request.headers["x-forget"]) sessions.clear(); // the next call meets a server that restarted
    await transport.handleRequest(request, response);
  });
  listener.listen(0, "127.0.0.1", () => console.log(listener.address().port));
}
