// Drives a language server with vscode-languageserver-protocol, and prints what it said as JSON.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const lsp = require("vscode-languageserver-protocol/node");

const [program, file] = process.argv.slice(2);
const server = spawn(program, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((done) => server.on("exit", done));
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout),
  new lsp.StreamMessageWriter(server.stdin),
);
const waiting = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (shown) =>
  waiting.shift()?.(shown.diagnostics.map((one) => one.code)),
);
const shown = () => new Promise((done) => waiting.push(done));
connection.listen();

const uri = pathToFileURL(file).href;
const text = readFileSync(file, "utf8");
const textDocument = { uri };
await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid,
  rootUri: pathToFileURL(path.dirname(file)).href,
  capabilities: { textDocument: { hover: { contentFormat: ["markdown"] } } },
});
await connection.sendNotification(lsp.InitializedNotification.type, {});
let next = shown();
await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
  textDocument: { uri, languageId: "yaml", version: 1, text },
});
const codes = await next;

const lines = text.split("\n");
const line = lines.findIndex((one) => one.includes("Categroy"));
const character = lines[line].indexOf("Categroy");
next = shown();
await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
  textDocument: { uri, version: 2 },
  contentChanges: [
    {
      range: { start: { line, character }, end: { line, character: character + 8 } },
      text: "Category",
    },
  ],
});
const after = await next;

const operation = lines.findIndex((one) => one.startsWith("  AddProduct:"));
const hover = await connection.sendRequest(lsp.HoverRequest.type, {
  textDocument,
  position: { line: operation, character: 4 },
});
const keys = await connection.sendRequest(lsp.CompletionRequest.type, {
  textDocument,
  position: { line: operation + 1, character: 4 },
});
await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
console.log(
  JSON.stringify({
    codes,
    after,
    hover: hover.contents.value,
    keys: keys.items.map((item) => item.label),
    exit: await ended,
  }),
);
