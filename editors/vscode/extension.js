// Starts `gen lsp` and connects VS Code to it; all that it can do is told by the server.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

/** The program: the one of the settings, of the workspace's environment, or of the PATH. */
function program() {
  const set = vscode.workspace.getConfiguration("diptych").get("gen.path");
  if (set) return set;
  const inside = process.platform === "win32" ? ["Scripts", "gen.exe"] : ["bin", "gen"];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const found = path.join(folder.uri.fsPath, ".venv", ...inside);
    if (fs.existsSync(found)) return found;
  }
  return "gen";
}

/** The folder to start it in. */
function folder() {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

async function start() {
  const command = program();
  const files = vscode.workspace.getConfiguration("diptych").get("files");
  client = new LanguageClient(
    "diptych",
    "Diptych",
    { command, args: ["lsp"], transport: TransportKind.stdio, options: { cwd: folder() } },
    {
      documentSelector: files.map((pattern) => ({ scheme: "file", language: "yaml", pattern })),
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{yaml,yml,lock}") },
    },
  );
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    vscode.window.showErrorMessage(
      `Diptych: '${command} lsp' does not start (${error.message ?? error}). ` +
        "Install it with: pip install 'diptych[lsp]', or name it in the setting diptych.gen.path.",
    );
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("diptych.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("diptych")) restart();
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
