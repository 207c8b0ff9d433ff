import { createRequire } from "node:module";
import path from "node:path";
import { packageRoot } from "../../../server/base/packageRoot.ts";

// As much of the module `vscode` as the extension uses before there is a folder to read. What it shows is written down; what it does in
// a real editor is tested in one (test/e2e/editor).

/** What the extension did to the editor. */
export interface FakeEditor {
  readonly module: Readonly<Record<string, unknown>>;
  readonly commands: Map<string, unknown>;
  readonly context: Map<string, unknown>;
  readonly statusTexts: string[];
  readonly disposed: string[];
}

type Members = Record<string, unknown>;
type Load = (request: string, ...rest: unknown[]) => unknown;

/** An editor with these folders; `hidden` names APIs that it lacks, such as `workspace.isTrusted` or `lm`. */
export function fakeEditor(folders: readonly string[] = [], hidden: readonly string[] = []): FakeEditor {
  const commands = new Map<string, unknown>();
  const context = new Map<string, unknown>();
  const statusTexts: string[] = [];
  const disposed: string[] = [];
  const disposable = (name: string) => ({ dispose: () => disposed.push(name) });
  const event = (name: string) => () => disposable(name);
  const workspaceFolders = folders.map((uri) => ({
    uri: { scheme: uri.split(":")[0], toString: () => uri },
    name: uri,
  }));
  const statusItem = {
    show: () => statusTexts.push(String(statusItem.text)),
    text: "",
    ...disposable("status"),
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, ...disposable("log") };
  const module: Members = {
    version: "1.101.0",
    window: {
      createOutputChannel: () => log,
      createStatusBarItem: () => statusItem,
      createTreeView: () => ({
        visible: false,
        onDidChangeVisibility: event("visibility"),
        ...disposable("view"),
      }),
      registerWebviewPanelSerializer: () => disposable("coverage"),
      registerWebviewViewProvider: () => disposable("chat"),
      onDidChangeTextEditorSelection: event("selection"),
      onDidChangeActiveTextEditor: event("active"),
    },
    workspace: {
      workspaceFolders,
      isTrusted: true,
      onDidGrantWorkspaceTrust: event("trust"),
      onDidChangeWorkspaceFolders: event("folders"),
      onDidChangeConfiguration: event("configuration"),
      onDidCloseTextDocument: event("close"),
      registerTextDocumentContentProvider: () => disposable("reports"),
      getConfiguration: () => ({ get: () => undefined }),
    },
    commands: {
      registerCommand: (id: string, run: unknown) => {
        commands.set(id, run);
        return disposable(id);
      },
      executeCommand: async (id: string, key: string, value: unknown) => {
        if (id === "setContext") context.set(key, value);
      },
    },
    env: { appName: "Fake", remoteName: undefined },
    extensions: { getExtension: () => undefined },
    lm: {},
    chat: {},
    authentication: {},
    StatusBarAlignment: { Left: 1, Right: 2 },
    EventEmitter: class {
      event = event("emitter");
      fire = () => undefined;
      dispose = () => undefined;
    },
    MarkdownString: class {
      appendMarkdown = () => this;
      appendText = () => this;
    },
    ThemeColor: class {},
    Disposable: {
      from: (...all: { dispose(): void }[]) => ({
        dispose: () => all.forEach((each) => void each.dispose()),
      }),
    },
  };
  for (const name of hidden) hide(module, name.split("."));
  return { module, commands, context, statusTexts, disposed };
}

/** The built extension, given this editor as its `vscode`; read anew each time. */
export function loadExtension(editor: FakeEditor): {
  activate(context: { readonly subscriptions: { dispose(): void }[] } & Members): void;
  deactivate(): Promise<void>;
} {
  const require = createRequire(import.meta.url);
  const loader = require("node:module") as { _load: Load };
  const bundle = path.join(packageRoot(), "dist/extension.cjs");
  const former = loader._load;
  loader._load = (request, ...rest) =>
    request === "vscode" ? editor.module : former.call(loader, request, ...rest);
  try {
    delete require.cache[bundle];
    return require(bundle);
  } finally {
    loader._load = former;
  }
}

/** What the editor gives to `activate`. */
export function extensionContext(): { readonly subscriptions: { dispose(): void }[] } & Members {
  return {
    subscriptions: [],
    extension: { packageJSON: { version: "0.0.0" } },
    asAbsolutePath: (file: string) => path.join(packageRoot(), file),
  };
}

function hide(members: Members, [name = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) delete members[name];
  else hide(members[name] as Members, rest);
}
