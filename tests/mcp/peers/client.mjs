// Calls the product list with an official client for Node, and prints what it saw as JSON.
// Arguments: package ("client": 2.x, "sdk": 1.x), where (a URL, or the words of a command as JSON),
// and the mode of its negotiation.
const [which, where, mode] = process.argv.slice(2);
const [core, http, stdio] = which === "client"
  ? ["@modelcontextprotocol/client", "@modelcontextprotocol/client", "@modelcontextprotocol/client/stdio"]
  : ["client/index.js", "client/streamableHttp.js", "client/stdio.js"].map((part) => `@modelcontextprotocol/sdk/${part}`);
const { Client } = await import(core);
const options = which === "client" ? { versionNegotiation: { mode } } : {};
const client = new Client({ name: "peer", version: "1.0.0" }, options);
let transport;
if (where.startsWith("[")) {
  const { StdioClientTransport } = await import(stdio);
  const [command, ...args] = JSON.parse(where);
  transport = new StdioClientTransport({ command, args, stderr: "inherit" });
} else {
  const { StreamableHTTPClientTransport } = await import(http);
  transport = new StreamableHTTPClientTransport(new URL(where));
}
await client.connect(transport);
const call = async (name, args) => {
  const { isError, structuredContent, content } = await client.callTool({ name, arguments: args });
  return { failed: isError ?? false, structured: structuredContent ?? null, text: content[0].text };
};
const { tools } = await client.listTools(); // from now on the client holds results against their schemas
const told = {
  version: client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion ?? null,
  tools: Object.fromEntries(tools.map(({ name, title, annotations: a }) =>
    [name, [title, a.readOnlyHint, a.destructiveHint, a.idempotentHint]])),
  added: await call("add_product", { name: `${which} ${mode}`, price: "22.00", category: "Clothes" }),
  missing: await call("get_product", { productId: "no" }),
  refused: await call("add_product", { name: "" }),
  listed: await call("list_products", {}),
};
told.deleted = await call("delete_product", { productId: told.added.structured.id });
try {
  const answer = await client.callTool({ name: "nothing", arguments: {} });
  told.unknown = answer.isError;
} catch (error) {
  told.unknown = error.code;
}
await client.close();
console.log(JSON.stringify(told));
