import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  type CodeAction,
  type CodeLens,
  createProtocolConnection,
  type DocumentLink,
  type Hover,
  type MessageReader,
  type MessageWriter,
  type ProtocolConnection,
} from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { storeLocation } from "../../../server/stores/storeLocation.ts";
import type { FolderHealth, Health } from "../../../shared/model/health.ts";
import { protocolVersion } from "../../../shared/protocol/handshake.ts";
import type { RequestMessage } from "../../../shared/protocol/message.ts";
import { healthChanged, linksChanged, trustGranted } from "../../../shared/protocol/notifications.ts";
import * as requests from "../../../shared/protocol/requests.ts";

/** What an editor says of itself. */
export interface EditorFacts {
  readonly folders: readonly string[];
  readonly isTrusted?: boolean;
  readonly protocolVersion?: number;
  /** Values of `whence.…` settings, without that word, as nested objects; further sections by their names. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

/** A server that was started, in this process or another. */
export interface StartedServer {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Absent where it runs in this process. */
  readonly pid?: number;
  /** Resolves when the server is gone. */
  end(): Promise<void>;
}

/** Of what a server registers, that which tells watched folders. */
interface WatchRegistration {
  readonly id: string;
  readonly registerOptions?: {
    readonly watchers?: readonly { readonly globPattern: string | { readonly baseUri: string } }[];
  };
}

/** A language client in the words of somebody who uses an editor. */
export class UserClient {
  readonly connection: ProtocolConnection;
  /** All that the server logged. */
  readonly logged: string[] = [];
  readonly #server: StartedServer;
  readonly #stores: string;
  readonly #patienceMs: number;
  #configuration: Readonly<Record<string, unknown>> = {};
  #folders: readonly string[] = [];
  #health: readonly FolderHealth[] = [];
  #linkChanges = 0;
  readonly #versions = new Map<string, { version: number; text: string }>();
  readonly #waiting = new Set<() => void>();
  /** Folders that the server has had watched, by registration. */
  readonly #outside = new Map<string, readonly string[]>();

  /** `patienceMs`: so long it waits for what has to happen. */
  constructor(server: StartedServer, stores: string, patienceMs = 200_000) {
    this.#patienceMs = patienceMs;
    this.#server = server;
    this.#stores = stores;
    this.connection = createProtocolConnection(server.reader, server.writer, {
      error: (sentence) => this.logged.push(`client: ${sentence}`),
      warn: () => undefined,
      info: () => undefined,
      log: () => undefined,
    });
    this.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.logged.push(message);
      this.#look();
    });
    this.connection.onNotification(
      healthChanged.method,
      ({ folders }: { folders: readonly FolderHealth[] }) => {
        this.#health = folders;
        this.#look();
      },
    );
    this.connection.onNotification(linksChanged.method, () => {
      this.#linkChanges += 1;
      this.#look();
    });
    this.connection.onRequest(
      "client/registerCapability",
      ({ registrations }: { registrations: readonly WatchRegistration[] }) => {
        for (const { id, registerOptions } of registrations) {
          const patterns = registerOptions?.watchers?.map(({ globPattern }) => globPattern) ?? [];
          this.#outside.set(
            id,
            patterns.flatMap((each) => (typeof each === "string" ? [] : [URI.parse(each.baseUri).fsPath])),
          );
        }
        this.#look();
        return null;
      },
    );
    this.connection.onRequest(
      "client/unregisterCapability",
      ({ unregisterations }: { unregisterations: readonly { readonly id: string }[] }) => {
        for (const { id } of unregisterations) this.#outside.delete(id);
        this.#look();
        return null;
      },
    );
    this.connection.onRequest("workspace/codeLens/refresh", () => null);
    this.connection.onRequest(
      "workspace/configuration",
      ({ items }: { items: readonly { section: string }[] }) =>
        items.map(({ section }) => this.#configuration[section] ?? null),
    );
    this.connection.listen();
  }

  /** Process of the server, where it is another. */
  get pid(): number | undefined {
    return this.#server.pid;
  }

  /** The first folder. */
  get folder(): string {
    return this.#folders[0] ?? "";
  }

  /** URI of the first folder. */
  get folderUri(): string {
    return folderOf(this.folder).uri;
  }

  /** Where the index of a folder lies. */
  storeOf(folder: string): string {
    return storeLocation(folder, { below: this.#stores });
  }

  /** Opens a window on folders. Rejects where the server refuses. */
  async start({
    folders,
    isTrusted = true,
    protocolVersion: version = protocolVersion,
    configuration = {},
  }: EditorFacts) {
    this.#folders = folders;
    this.#configuration = configuration;
    const answer = await this.connection.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: {
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
          didChangeConfiguration: { dynamicRegistration: true },
          codeLens: { refreshSupport: true },
        },
      },
      workspaceFolders: folders.map(folderOf),
      initializationOptions: { protocolVersion: version, version: "0.0.0-test", isTrusted, editor: "test" },
    });
    await this.connection.sendNotification("initialized", {});
    return answer;
  }

  /** Opens a file; the text is that of the disk unless given. */
  async open(file: string, text = readFileSync(this.#at(file), "utf8")): Promise<void> {
    this.#versions.set(file, { version: 1, text });
    const textDocument = { uri: this.uri(file), languageId: "plaintext", version: 1, text };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Types a text in place of all that is in an open file, without saving. */
  async type(file: string, text: string): Promise<void> {
    const version = (this.#versions.get(file)?.version ?? 1) + 1;
    this.#versions.set(file, { version, text });
    const textDocument = { uri: this.uri(file), version };
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  /** Saves an open file as it was typed, and the editor's watcher sees it. */
  async save(file: string, text?: string): Promise<void> {
    if (!this.#versions.has(file)) await this.open(file, text ?? "");
    if (text !== undefined) await this.type(file, text);
    mkdirSync(path.dirname(this.#at(file)), { recursive: true });
    writeFileSync(this.#at(file), this.#versions.get(file)?.text ?? "");
    await this.connection.sendNotification("textDocument/didSave", { textDocument: { uri: this.uri(file) } });
    await this.sawChanges([file]);
  }

  /** The editor's watcher saw changes of files; absolute paths or such in the first folder. */
  async sawChanges(files: readonly string[]): Promise<void> {
    const changes = files.map((file) => ({ uri: this.uri(file), type: 2 }));
    await this.connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
  }

  /** Until the server has had exactly these folders outside of the workspace watched. */
  async watchesOutside(folders: readonly string[]): Promise<void> {
    const watched = () => [...this.#outside.values()].flat().toSorted().join();
    const wanted = folders.toSorted().join();
    await this.until(() => watched() === wanted, `${wanted || "nothing"} outside is watched`);
  }

  /** Folders come and go. */
  async changeFolders(added: readonly string[], removed: readonly string[] = []): Promise<void> {
    const event = { added: added.map(folderOf), removed: removed.map(folderOf) };
    await this.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
  }

  /** The user changes settings. */
  async configure(configuration: Readonly<Record<string, unknown>>): Promise<void> {
    this.#configuration = configuration;
    await this.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  }

  /** The user trusts the workspace. */
  async trust(): Promise<void> {
    await this.connection.sendNotification(trustGranted.method, {});
  }

  /** Hovers over the first place where a text stands in an open file. */
  async hover(file: string, word: string): Promise<string> {
    const { text = "" } = this.#versions.get(file) ?? {};
    const hover = (await this.connection.sendRequest("textDocument/hover", {
      textDocument: { uri: this.uri(file) },
      position: placeOf(text, word),
    })) as Hover | null;
    const contents = hover?.contents;
    const markdown = typeof contents === "object" && "value" in contents ? contents.value : "";
    return markdown.replace(/\\([^\w\s])/g, "$1");
  }

  /** The same once it tells a word: who looks first at a definition is told more when its history was read. */
  async hoverTelling(file: string, word: string, told: string): Promise<string> {
    for (;;) {
      const seen = this.#linkChanges;
      const card = await this.hover(file, word);
      if (card.includes(told)) return card;
      await this.until(
        () => this.#linkChanges > seen,
        `a hover over ${word} tells ${told}, not only ${card}`,
      );
    }
  }

  /** Titles of the lenses of a file. */
  async lenses(file: string): Promise<readonly string[]> {
    const lenses = await this.#ofDocument<CodeLens[]>("textDocument/codeLens", file);
    return lenses.map(({ command }) => command?.title ?? "");
  }

  /** Where the links of a file lead. */
  async links(file: string): Promise<readonly string[]> {
    const links = await this.#ofDocument<DocumentLink[]>("textDocument/documentLink", file);
    return links.map(({ target }) => decodeURIComponent(target ?? ""));
  }

  /** Titles of what can be done at a word. */
  async actions(file: string, word: string): Promise<readonly string[]> {
    const at = placeOf(this.#versions.get(file)?.text ?? "", word);
    const params = { range: { start: at, end: at }, context: { diagnostics: [] } };
    const actions = await this.#ofDocument<CodeAction[]>("textDocument/codeAction", file, params);
    return actions.map(({ title }) => title);
  }

  /** Searches; gives paths, or titles of commits. */
  async search(query: string, folder?: string): Promise<readonly string[]> {
    const where = folder === undefined ? {} : { folder: folderOf(folder).uri };
    const results = await this.ask(requests.searchRequest, { query, limit: 20, ...where });
    return results.map(({ path: file, title }) => file ?? title);
  }

  /** Files in which a search for a word finds passages that hold it. */
  async filesWith(word: string): Promise<readonly string[]> {
    const results = await this.ask(requests.searchRequest, { query: word, limit: 20 });
    return results.flatMap(({ path: file, text }) =>
      file !== undefined && text.includes(word) ? [file] : [],
    );
  }

  /** Traces the first place of a text in a file of the disk; gives keys from the top down. */
  async trace(file: string, word: string): Promise<readonly string[]> {
    const text = this.#versions.get(file)?.text ?? readFileSync(this.#at(file), "utf8");
    const subject = { uri: this.uri(file), position: placeOf(text, word) };
    const answer = await this.ask(requests.traceRequest, { subject });
    const keys = (branch: { node: { key?: string }; children: readonly unknown[] }): string[] => [
      ...(branch.node.key === undefined ? [] : [branch.node.key]),
      ...branch.children.flatMap((child) => keys(child as typeof branch)),
    ];
    return answer?.trace.roots.flatMap(keys) ?? [];
  }

  /** Asks one of our requests. */
  ask<Params, Result>(message: RequestMessage<Params, Result>, params: Params): Promise<Result> {
    return this.connection.sendRequest(message.method, params);
  }

  /** How a folder is, as the server said last. */
  health(folder: string = this.#folders[0] ?? ""): Health | undefined {
    return this.#health.find((each) => each.folder === folderOf(folder).uri)?.health;
  }

  /** What is worth a word on a folder, as the server said last. */
  note(folder: string = this.#folders[0] ?? ""): string | undefined {
    return this.#health.find((each) => each.folder === folderOf(folder).uri)?.note;
  }

  /** Folders of which the server speaks. */
  knownFolders(): readonly string[] {
    return this.#health.map(({ folder }) => URI.parse(folder).fsPath);
  }

  /** How often links were said to be others. */
  get linkChanges(): number {
    return this.#linkChanges;
  }

  /** Resolves when a folder is in one of these states and nothing is left to do. */
  async becomes(states: Health["state"] | readonly Health["state"][], folder?: string): Promise<Health> {
    const wanted = [states].flat();
    await this.until(
      () => wanted.includes(this.health(folder)?.state as Health["state"]),
      `health ${wanted.join(" or ")}`,
    );
    return this.health(folder) as Health;
  }

  /** Resolves when the log has a line that matches, from the given one on. */
  logs(pattern: RegExp, from = 0): Promise<void> {
    return this.until(
      () => this.logged.slice(from).some((line) => pattern.test(line)),
      `the log has ${pattern}`,
    );
  }

  /** How many lines of the log match, from the given one on. */
  countLogged(pattern: RegExp, from = 0): number {
    return this.logged.slice(from).filter((line) => pattern.test(line)).length;
  }

  /** Resolves when `isSo`, which is looked at whenever the server says something. */
  until(isSo: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(
          new Error(
            `Never: ${what}. Health: ${JSON.stringify(this.#health)}. Log:\n${this.logged.slice(-30).join("\n")}`,
          ),
        );
      }, this.#patienceMs);
      const look = () => {
        if (!isSo()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Closes the window. */
  async shutDown(): Promise<void> {
    await this.connection.sendRequest("shutdown");
    if (this.#server.pid !== undefined) await this.connection.sendNotification("exit");
    await this.#server.end();
    this.connection.dispose();
  }

  /** URI of a file. */
  uri(file: string): string {
    return URI.file(this.#at(file)).toString();
  }

  #at(file: string): string {
    return path.resolve(this.#folders[0] ?? "", file);
  }

  #ofDocument<Result>(method: string, file: string, params: object = {}): Promise<Result> {
    return this.connection.sendRequest(method, { textDocument: { uri: this.uri(file) }, ...params });
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}

function folderOf(folder: string) {
  return { uri: URI.file(folder).toString(), name: path.basename(folder) };
}

function placeOf(text: string, word: string) {
  const at = text.indexOf(word);
  if (at < 0) throw new Error(`There is no ${word} in the text.`);
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
