import { homedir } from "node:os";
import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { FolderHealth } from "../../shared/model/health.ts";
import { linksChanged, trustGranted } from "../../shared/protocol/notifications.ts";
import { teamChanged } from "../../shared/protocol/teamRequests.ts";
import type { Place } from "../model/place.ts";
import { diagnosticsMarkdown } from "../session/diagnostics.ts";
import type { FolderSession, SessionListener } from "../session/folderSession.ts";
import type { TeamPace } from "../session/sessionPace.ts";
import type { TaskRunner } from "../session/tasks.ts";
import { TeamSharing } from "../session/teamSharing.ts";
import { hear } from "./answer.ts";
import { answerChatRequests } from "./chatRequests.ts";
import { type FolderSettings, type SettingDefaults, settingsOf, untrusted } from "./clientSettings.ts";
import { DriftReports } from "./driftReports.ts";
import {
  abilitiesOf,
  type ClientAbilities,
  type Handshake,
  initializeResult,
  readHandshake,
} from "./handshake.ts";
import { HealthReports } from "./healthReports.ts";
import { type NamedFolder, OpenFolders, type OwnFile } from "./openFolders.ts";
import { OutsideWatch } from "./outsideWatch.ts";
import { answerOwnRequests } from "./ownRequests.ts";
import { filePathOf } from "./places.ts";
import { answerTeamRequests, isTeamFile } from "./teamRequests.ts";
import { answerTextRequests, lookAt } from "./textRequests.ts";

const linesKept = 400;
/** So long after links changed, the editor is told of them all at once. */
const linksPauseMs = 400;

/** What a language server works with. */
export interface LanguageServerParts {
  readonly defaults: SettingDefaults;
  /** Of this package, for the log. */
  readonly version: string;
  openSession(folder: NamedFolder, place: Place, listener: SessionListener): FolderSession;
  /** What teams are served with: what reads this machine alone, what asks their servers, and how often. */
  readonly teams: { readonly reading: TaskRunner; readonly exchanging: TaskRunner; readonly pace: TeamPace };
  /** Ends what all sessions share. */
  close(): Promise<void>;
}

/** Speaks with one client until that shuts it down. */
export function serveClient(connection: Connection, parts: LanguageServerParts): LanguageServer {
  return new LanguageServer(connection, parts);
}

/** The server of one editor window. */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #parts: LanguageServerParts;
  readonly #folders: OpenFolders;
  readonly #health: HealthReports;
  readonly #drift: DriftReports;
  readonly #teams: TeamSharing;
  readonly #outside: OutsideWatch;
  readonly #documents = new TextDocuments(TextDocument);
  readonly #log: (sentence: string) => void;
  #handshake: Handshake | undefined;
  #abilities: ClientAbilities | undefined;
  #isTrusted = false;
  #closing: Promise<void> | undefined;

  constructor(connection: Connection, parts: LanguageServerParts) {
    this.#connection = connection;
    this.#parts = parts;
    this.#log = (sentence) => {
      this.#lines.push(sentence);
      if (this.#lines.length > linesKept) this.#lines.shift();
      connection.console.info(sentence);
    };
    this.#folders = new OpenFolders({
      placeOf: (folder, absolutePath) => this.#placeOf(folder, absolutePath),
      open: (folder, place) => parts.openSession(folder, place, this.#listenerOf(folder)),
    });
    this.#teams = this.#createTeams();
    this.#outside = new OutsideWatch(connection.client);
    this.#health = new HealthReports(connection, () => this.#healthOfFolders());
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#initialized().catch((error: unknown) => this.#log(String(error))));
    connection.onShutdown(() => this.close());
    this.#hearOfChanges();
    const log = this.#log;
    const diagnostics = () => this.#diagnostics();
    const [folders, documents] = [this.#folders, this.#documents];
    const context = { connection, folders, documents, log, diagnostics };
    this.#drift = new DriftReports(connection, folders, documents);
    answerTextRequests(context);
    answerOwnRequests(context);
    answerChatRequests(context);
    const { reading, exchanging } = parts.teams;
    const [teams, isTrusted] = [this.#teams, () => this.#isTrusted];
    const placeOf = (folder: string) => this.#placeNow(folder);
    answerTeamRequests({ connection, folders, log, teams, reading, exchanging, isTrusted, placeOf });
    this.#documents.listen(connection);
    connection.listen();
  }

  /** Ends all work; no process and no lock is left. */
  close(): Promise<void> {
    clearTimeout(this.#linksTimer);
    this.#health.close();
    this.#teams.close();
    this.#closing ??= this.#folders.close().then(() => this.#parts.close());
    return this.#closing;
  }

  /** The newest lines of the log. */
  readonly #lines: string[] = [];
  readonly #changedLinks = new Set<string>();
  #linksTimer: NodeJS.Timeout | undefined;
  #folderNames: readonly NamedFolder[] = [];

  #initialize(params: InitializeParams) {
    const handshake = readHandshake(params.initializationOptions);
    if (typeof handshake === "string") {
      return new ResponseError(LSPErrorCodes.RequestFailed, handshake, { reason: "badInput", retry: false });
    }
    if (this.#handshake !== undefined) {
      return new ResponseError(LSPErrorCodes.RequestFailed, "This server is initialized already.", {
        reason: "badInput",
        retry: false,
      });
    }
    this.#handshake = handshake;
    this.#isTrusted = handshake.isTrusted;
    this.#abilities = abilitiesOf(params);
    this.#folderNames = foldersOf(params);
    return initializeResult();
  }

  async #initialized(): Promise<void> {
    const { editor = "", version = "" } = this.#handshake ?? {};
    const client = editor === "" ? "" : ` for ${editor} with extension ${version}`;
    this.#log(`Whence ${this.#parts.version}, Node ${process.versions.node}${client}.`);
    const { client: registrations } = this.#connection;
    if (this.#abilities?.configuration === true)
      void registrations.register(DidChangeConfigurationNotification.type, { section: ["whence", "http"] });
    if (this.#abilities?.watchedFiles === true)
      void registrations.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: "**/*" }],
      });
    if (this.#abilities?.workspaceFolders === true) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.#changeFolders(added, removed),
      );
    }
    await this.#changeFolders(this.#folderNames, []);
  }

  #hearOfChanges(): void {
    this.#documents.onDidSave(({ document }) => this.#noticed([document.uri]));
    hear(
      this.#connection,
      "workspace/didChangeWatchedFiles",
      ({ changes }) => {
        if (!Array.isArray(changes)) return;
        this.#noticed(changes.map((change) => String((change as { uri?: unknown } | null)?.uri)));
      },
      this.#log,
    );
    hear(this.#connection, "workspace/didChangeConfiguration", () => this.#reopenFolders(), this.#log);
    hear(
      this.#connection,
      trustGranted,
      () => {
        this.#isTrusted = true;
        this.#log("The workspace is trusted from now on.");
        for (const { uri } of this.#folders.all) this.#tellTeam(uri);
        return this.#reopenFolders();
      },
      this.#log,
    );
  }

  #diagnostics(): string {
    return diagnosticsMarkdown({
      version: this.#parts.version,
      editor: this.#handshake?.editor ?? "",
      isTrusted: this.#isTrusted,
      platform: `${process.platform}-${process.arch}`,
      nodeVersion: process.versions.node,
      uptimeSeconds: process.uptime(),
      memoryBytes: process.memoryUsage.rss(),
      folders: this.#folders.all.map((session) => session.diagnosed),
      log: this.#lines,
      home: homedir(),
    });
  }

  #noticed(uris: readonly string[]): void {
    for (const uri of uris.filter(isTeamFile)) {
      const file = this.#folders.fileOf(uri);
      if (file !== undefined) this.#tellTeam(file.session.uri);
    }
    const paths = uris.map(filePathOf).filter((each) => each !== undefined);
    for (const [session, touched] of this.#folders.touchedBy(paths)) session.noticed(touched);
  }

  #watchOutside(): void {
    if (this.#abilities?.watchedOutside !== true) return;
    this.#outside.follow(this.#folders.all.flatMap(({ outside }) => outside.map(({ folder }) => folder)));
  }

  async #changeFolders(added: readonly NamedFolder[], removed: readonly NamedFolder[]): Promise<void> {
    for (const { uri } of removed) this.#teams.forget(uri);
    await this.#folders.change(added, removed);
    this.#lookAtOpenTexts();
    this.#watchOutside();
    this.#health.changed();
  }

  async #placeOf({ uri }: NamedFolder, folder: string): Promise<Place> {
    const settings = await this.#settingsOf(uri);
    return { folder, ...(this.#isTrusted ? settings : untrusted(settings)) };
  }

  /** By the settings of this moment, which may have changed a moment ago. */
  async #placeNow(uri: string): Promise<Place | undefined> {
    await this.#folders.settled();
    const session = this.#folders.byUri(uri);
    return session && this.#placeOf({ uri, name: "" }, session.place.folder);
  }

  #createTeams(): TeamSharing {
    const { exchanging, pace } = this.#parts.teams;
    return new TeamSharing({
      ...{ exchanging, pace },
      placeOf: async (folder) => (this.#isTrusted ? this.#placeNow(folder) : undefined),
      log: (folder, sentence) =>
        this.#log(`${this.#folders.byUri(folder)?.health.name ?? folder}: ${sentence}`),
      changed: (folder) => {
        this.#tellTeam(folder);
        this.#health.changed();
      },
      linksChanged: (folder) => this.#linksChanged(folder),
    });
  }

  #tellTeam(folder: string): void {
    void this.#connection.sendNotification(teamChanged.method, { folder }).catch(() => undefined);
  }

  /** With a word on the team, where there is one to say. */
  #healthOfFolders(): readonly FolderHealth[] {
    return this.#folders.health.map((each) => {
      const note = this.#teams.note(each.folder);
      return note === undefined ? each : { ...each, note };
    });
  }

  #settingsOf(uri: string): Promise<FolderSettings> {
    const { defaults } = this.#parts;
    return this.#abilities?.configuration === true
      ? settingsOf(this.#connection, uri, defaults)
      : Promise.resolve(defaults);
  }

  #listenerOf({ uri, name }: NamedFolder): SessionListener {
    return {
      log: (sentence) => this.#log(`${name}: ${sentence}`),
      healthChanged: () => this.#health.changed(),
      linksChanged: () => this.#linksChanged(uri),
      indexed: () => {
        this.#lookAtOpenTexts();
        this.#teams.indexed(uri);
        this.#tellTeam(uri);
      },
      firstRead: (path) => this.#lookAtOpenTexts((file) => file.session.uri === uri && file.path === path),
      outsideChanged: () => this.#watchOutside(),
      decided: () => {
        this.#teams.decided(uri);
        this.#tellTeam(uri);
      },
    };
  }

  /** What was opened before there was an index, or before much of it changed, is read ahead from now on. */
  #lookAtOpenTexts(isMeant: (file: OwnFile) => boolean = () => true): void {
    const context = { documents: this.#documents, folders: this.#folders };
    for (const { uri } of this.#documents.all()) {
      const file = this.#folders.fileOf(uri);
      if (file !== undefined && isMeant(file)) lookAt(context, uri);
    }
  }

  /** By other settings or with trust; what is open is told to sessions that are new. */
  async #reopenFolders(): Promise<void> {
    await this.#folders.reopenChanged();
    this.#lookAtOpenTexts();
    this.#watchOutside();
  }

  /** Histories of definitions are read one after the other; lenses are drawn anew for several of them at once. */
  #linksChanged(folder: string): void {
    this.#changedLinks.add(folder);
    this.#linksTimer ??= setTimeout(() => {
      this.#linksTimer = undefined;
      for (const each of this.#changedLinks) {
        this.#drift.changed(each);
        void this.#connection.sendNotification(linksChanged.method, { folder: each }).catch(() => undefined);
      }
      this.#changedLinks.clear();
      if (this.#abilities?.refreshesLenses === true)
        void this.#connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    }, linksPauseMs).unref();
  }
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly NamedFolder[] {
  const all = Array.isArray(workspaceFolders) ? workspaceFolders : [];
  const named = all.filter((each) => typeof each?.uri === "string");
  if (named.length > 0) return named.map(({ uri, name }) => ({ uri, name: String(name ?? uri) }));
  const root = typeof rootUri === "string" ? filePathOf(rootUri) : undefined;
  return root === undefined || typeof rootUri !== "string"
    ? []
    : [{ uri: rootUri, name: root.split(/[/\\]/).at(-1) ?? root }];
}
