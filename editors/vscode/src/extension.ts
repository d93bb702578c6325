// Starts the bundled server and hands it Markdown notes; all else is the language client's work.

import * as path from "node:path";
import { type ExtensionContext, commands, window, workspace } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("glossator", { log: true });
  context.subscriptions.push(
    output,
    commands.registerCommand("glossator.restart", async () => {
      await client?.restart();
    }),
  );
  const server: ServerOptions = { command: program(context), args: ["lsp"], transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [
      ...["markdown", "mdx", "quarto", "rmd"].flatMap((language) => [
        { scheme: "file", language },
        { scheme: "untitled", language },
      ]),
      // What is typed in a configuration is in force before it is saved.
      { scheme: "file", pattern: "**/glossator.toml" },
      { scheme: "file", pattern: "**/.glossator.toml" },
    ],
    outputChannel: output,
    middleware: {
      // The editor holds names against what is typed, and knows no pinyin: what the server found by it says so.
      provideWorkspaceSymbols: async (query, token, next) => {
        const symbols = (await next(query, token)) ?? [];
        for (const symbol of symbols.filter((symbol) => !abbreviates(query, symbol.name))) {
          symbol.name = `${symbol.name} · ${query}`;
        }
        return symbols;
      },
    },
  };
  client = new LanguageClient("glossator", "glossator", server, options);
  try {
    await client.start();
  } catch (error) {
    void window.showErrorMessage(`glossator could not be started: ${String(error)}`);
  }
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** Whether a name has the letters that are typed, in their order. */
function abbreviates(typed: string, name: string): boolean {
  const letters = [...name.toLowerCase()];
  return [...typed.toLowerCase().replace(/\s+/g, "")].every((letter) => {
    const at = letters.indexOf(letter);
    letters.splice(0, at + 1);
    return at >= 0;
  });
}

/** The server to run. The setting is of the machine, so no folder can name a program. */
function program(context: ExtensionContext): string {
  const configured = workspace.isTrusted ? workspace.getConfiguration("glossator").get<string>("server.path", "") : "";
  const name = process.platform === "win32" ? "glossator.exe" : "glossator";
  return configured || path.join(context.extensionPath, "server", name);
}
