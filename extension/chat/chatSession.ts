import * as vscode from "vscode";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import type {
  ChatAction,
  ChatStatus,
  FromPage,
  ShownTurn,
  ToPage,
} from "../../shared/protocol/chatMessages.ts";
import {
  conversationRequest,
  filterChoicesRequest,
  prepareToAskRequest,
  rateAnswerRequest,
} from "../../shared/protocol/chatRequests.ts";
import { traceMermaid } from "../../shared/traceMermaid.ts";
import type { ServerConnection } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import type { CommandId } from "../commands/commandTable.ts";
import type { Reports } from "../commands/reports.ts";
import { openFolders } from "../health/openFolders.ts";
import { openPage } from "../trace/openPlace.ts";
import { addFiles, addUris, pickFilesToAdd, pickFileToRemove } from "./addedFiles.ts";
import { answerMarkdown, passageOf } from "./answerMarkdown.ts";
import { Asker } from "./asker.ts";
import { chatStatus } from "./chatStatus.ts";
import type { ConversationEvents, NamedConversation } from "./conversationPicks.ts";
import { insertPassage } from "./insertPassage.ts";
import { nodeOf, openCited, openNode } from "./openCited.ts";
import { pickContext } from "./questionContext.ts";
import { ShownConversation } from "./shownConversation.ts";
import type { WindowMemory } from "./windowMemory.ts";

/** What a chat works with. */
export interface ChatParts {
  readonly server: ServerConnection;
  readonly reports: Reports;
  /** What was shown, to be found after the window was closed. */
  readonly memory: WindowMemory;
  readonly log: vscode.LogOutputChannel;
}

type Message<Type extends FromPage["type"]> = Extract<FromPage, { readonly type: Type }>;
type Handlers = { readonly [Type in FromPage["type"]]: (message: Message<Type>) => unknown };

const contextMost = 10;
const suggestionsMost = 3;

/** The chat of one window: which folder is asked, which conversation is shown, and what each message of the page does. */
export class ChatSession implements vscode.Disposable {
  readonly #parts: ChatParts;
  readonly #asker: Asker;
  readonly #subscription: vscode.Disposable;
  readonly #handlers: Handlers;
  #post: ((message: ToPage) => void) | undefined;
  #folder: string | undefined;
  #conversation = new ShownConversation(undefined);
  #context: readonly QuestionContext[] = [];
  /** What a command asked for before the page could be drawn. */
  #waiting: Extract<ToPage, { readonly type: "focus" }> | undefined;
  /** The conversation that was shown before is looked for once. */
  #isRestored = false;
  /** As the page of this window remembers it, which is known once it has said that it is ready. */
  #remembered: string | undefined;
  #isReady = false;
  /** Folder for which the server has opened what a question needs. */
  #prepared: string | undefined;

  constructor(parts: ChatParts) {
    this.#parts = parts;
    this.#asker = new Asker(parts.server, {
      onTurn: (conversation, turn) => this.#showTurn(conversation, turn),
      onNamed: (conversation) => this.#remember(conversation),
      onNotice: (sentence) => this.tell("info", sentence),
    });
    this.#handlers = this.#makeHandlers();
    this.#subscription = parts.server.onDidChange(() => {
      this.#showStatus();
      void this.#restore();
    });
  }

  /** Folder that is asked: the chosen one, that of the active editor, or the first. */
  get folder(): string | undefined {
    const { folders } = this.#parts.server;
    const chosen = folders.find(({ folder }) => folder === this.#folder);
    const active = vscode.window.activeTextEditor?.document.uri.toString();
    const ofEditor = folders.find(({ folder }) => active?.startsWith(`${folder}/`));
    return (chosen ?? ofEditor ?? folders[0])?.folder;
  }

  /** The conversation that is shown, where it is kept already. */
  get current(): NamedConversation | undefined {
    const { id, title } = this.#conversation;
    return id === undefined ? undefined : { id, title };
  }

  /** A page can show what happens from now on; nothing once it is gone. */
  connect(post: ((message: ToPage) => void) | undefined): void {
    this.#post = post;
    this.#isReady = false;
  }

  /** Does what a page asks for; what goes wrong is told in it. */
  async receive(message: FromPage): Promise<void> {
    try {
      await (this.#handlers[message.type] as (message: FromPage) => unknown)(message);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      this.#parts.log.error(`Chat: ${sentenceOf(error)}`);
      this.tell("error", sentenceOf(error));
    }
  }

  /** Brings the chat to the front with the keyboard in the question. */
  async focus(question?: string): Promise<void> {
    this.#waiting = { type: "focus", ...(question === undefined ? {} : { question }) };
    await vscode.commands.executeCommand("whence.chat.focus");
    this.#focusPage();
  }

  /** The next question is about this too; another folder begins another conversation. */
  async attach(folder: string, context: QuestionContext | undefined): Promise<void> {
    if (folder !== this.folder) this.choose(folder);
    this.#addContext(context === undefined ? [] : [context]);
    await this.focus();
  }

  /** An empty conversation; the one before stays in the list. */
  async begin(): Promise<void> {
    await this.#asker.stop();
    this.#isRestored = true;
    this.#show(new ShownConversation(this.folder));
  }

  /** Opens a conversation that was kept. */
  async open(id: string): Promise<void> {
    const folder = this.folder;
    if (folder === undefined) return;
    await this.#asker.stop();
    const kept = await this.#parts.server.request(conversationRequest, { folder, conversation: id });
    if (kept === null) this.tell("error", "This conversation was deleted.");
    else this.#show(new ShownConversation(folder, kept));
  }

  /** What the list of conversations does to the one that is shown. */
  readonly listEvents: ConversationEvents = {
    onOpen: (id) => void this.open(id).then(() => this.focus()),
    onRenamed: (id, title) => this.#conversation.id === id && this.#conversation.name(id, title),
    onDeleted: (id) => this.#conversation.id === id && void this.begin(),
  };

  /** A sentence in the page, read out by screen readers. */
  tell(tone: "info" | "error", sentence: string): void {
    this.#send({ type: "notice", tone, sentence });
  }

  /** Asks which files shall join the index of the folder. */
  async addFiles(): Promise<void> {
    const folder = this.folder;
    if (folder === undefined) return;
    await this.focus();
    await pickFilesToAdd(this.#parts.server, folder, (tone, sentence) => this.tell(tone, sentence));
  }

  /** Asks which added file shall leave the index of the folder. */
  async removeFile(): Promise<void> {
    const { folder } = this;
    if (folder !== undefined)
      await pickFileToRemove(this.#parts.server, folder, (tone, sentence) => this.tell(tone, sentence));
  }

  /** Asks another folder, in a conversation of its own. */
  choose(folder: string): void {
    if (!this.#parts.server.folders.some((each) => each.folder === folder)) return;
    this.#folder = folder;
    this.#context = [];
    void this.begin();
    this.#showStatus();
    this.#showContext();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#asker.dispose();
  }

  #makeHandlers(): Handlers {
    const { server, reports } = this.#parts;
    const tell = (tone: "info" | "error", sentence: string) => this.tell(tone, sentence);
    return {
      ready: ({ conversation }) => this.#ready(conversation),
      ask: (message) => this.#ask(message),
      stop: () => this.#asker.stop(),
      openCitation: ({ turn, passage }) => {
        const cited = passageOf(this.#conversation.turn(turn)?.answer, passage);
        return cited && openCited({ server, reports }, this.#ownFolder(), cited);
      },
      openNode: ({ turn, node }) => {
        const found = nodeOf(this.#conversation.turn(turn)?.answer?.chain, node);
        return found && openNode(this.#ownFolder(), found);
      },
      openLink: ({ url }) => openPage(url),
      insertCode: ({ turn, passage }) => insertPassage(this.#conversation.turn(turn)?.answer, passage, tell),
      copyAnswer: ({ turn }) => this.#copy(turn, answerMarkdown),
      copyDiagram: ({ turn }) =>
        this.#copy(turn, ({ answer }) => (answer?.chain === undefined ? "" : traceMermaid(answer.chain))),
      rate: (message) => this.#rate(message),
      addContext: async () => {
        const picked = await pickContext(server, this.#ownFolder());
        this.#addContext(picked === undefined ? [] : [picked]);
        this.#send({ type: "focus" });
      },
      removeContext: ({ index }) => {
        this.#context = this.#context.filter((_, at) => at !== index);
        this.#showContext();
      },
      wantChoices: () => this.#sendChoices(),
      chooseFolder: ({ folder }) => this.choose(folder),
      addFiles: ({ files }) => addFiles(server, this.#ownFolder(), files, tell),
      addUris: async ({ uris }) => this.#addContext(await addUris(server, this.#ownFolder(), uris, tell)),
      act: ({ action }) => vscode.commands.executeCommand(actionCommands[action]),
    };
  }

  /** Throws a sentence where there is none: what hangs on it cannot be done. */
  #ownFolder(): string {
    const folder = this.#conversation.folder ?? this.folder;
    if (folder === undefined) throw new Error("Whence is still starting: try again in a moment.");
    return folder;
  }

  async #ready(conversation: string | undefined): Promise<void> {
    this.#remembered ??= conversation;
    this.#isReady = true;
    this.#showStatus();
    this.#showConversation();
    this.#showContext();
    this.#focusPage();
    await this.#restore();
  }

  /** What was shown before the window was loaded anew; the page tells this window from others of the same folder. */
  async #restore(): Promise<void> {
    const { server, memory } = this.#parts;
    if (this.#isRestored || !this.#isReady || server.state.state !== "running") return;
    const kept = memory.last;
    const wanted = this.#remembered ?? kept?.conversation;
    const folders = server.folders.map(({ folder }) => folder);
    if (folders.length === 0) return;
    this.#isRestored = true;
    if (wanted === undefined) return;
    const likeliestFirst = folders.toSorted(
      (a, b) => Number(b === kept?.folder) - Number(a === kept?.folder),
    );
    for (const folder of likeliestFirst) {
      try {
        const found = await server.request(conversationRequest, { folder, conversation: wanted });
        if (found === null) continue;
        // A question that was asked meanwhile is worth more.
        if (this.#conversation.turns.length > 0) return;
        this.#folder = folder;
        return this.#show(new ShownConversation(folder, found));
      } catch (error) {
        // The server may not know the folder yet; it is asked again when it tells of it.
        this.#parts.log.warn(`Chat: ${sentenceOf(error)}`);
        this.#isRestored = false;
      }
    }
  }

  async #ask(message: Message<"ask">): Promise<void> {
    const folder = this.folder;
    if (folder === undefined) return;
    if (this.#conversation.folder !== folder) this.#conversation = new ShownConversation(folder);
    const conversation = this.#conversation;
    const former = message.replaces === undefined ? undefined : conversation.turn(message.replaces);
    const { replaces: _, ...rest } = message;
    const asked = former === undefined ? rest : message;
    const context = former?.context ?? this.#context;
    if (former === undefined) this.#addContext([], true);
    else {
      await this.#asker.stop();
      conversation.cutFrom(former.id);
      this.#showConversation();
    }
    await this.#asker.ask(folder, conversation, asked, context);
  }

  async #rate({ turn, verdict, reason }: Message<"rate">): Promise<void> {
    const conversation = this.#conversation;
    if (conversation.id === undefined || conversation.turn(turn) === undefined) return;
    const reference = { folder: this.#ownFolder(), conversation: conversation.id, turn };
    const said = {
      ...(verdict === undefined ? {} : { verdict }),
      ...(reason === undefined ? {} : { reason }),
    };
    const rated = await this.#parts.server.request(rateAnswerRequest, { ...reference, ...said });
    conversation.put(rated);
    this.#showTurn(conversation, rated);
    if (verdict !== undefined) this.tell("info", "Thank you: kept on this computer, and sent to nobody.");
  }

  async #copy(turn: string, write: (turn: ShownTurn) => string): Promise<void> {
    const shown = this.#conversation.turn(turn);
    if (shown === undefined) return;
    await vscode.env.clipboard.writeText(write(shown));
    this.tell("info", "Copied.");
  }

  async #sendChoices(): Promise<void> {
    const folder = this.folder;
    if (folder === undefined || this.#parts.server.state.state !== "running") return;
    const { kinds, tags, authors, items } = await this.#parts.server.request(filterChoicesRequest, {
      folder,
    });
    const suggestions = items
      .filter(({ kind }) => kind === "story")
      .slice(0, suggestionsMost)
      .map(({ key, title }) => `Which code implements ${key} ${title}?`);
    this.#send({ type: "choices", choices: { kinds, tags, authors, suggestions } });
  }

  #addContext(added: readonly QuestionContext[], isAnew = false): void {
    const kept = isAnew ? [] : this.#context;
    const fresh = added.filter(
      (each) => !kept.some((other) => JSON.stringify(other) === JSON.stringify(each)),
    );
    this.#context = [...kept, ...fresh].slice(-contextMost);
    this.#showContext();
  }

  #show(conversation: ShownConversation): void {
    this.#conversation = conversation;
    this.#showConversation();
    this.#remember(conversation);
  }

  #remember(conversation: ShownConversation): void {
    if (conversation !== this.#conversation) return;
    const { id, folder } = conversation;
    this.#send({ type: "current", ...(id === undefined ? {} : { conversation: id }) });
    const kept = id === undefined || folder === undefined ? undefined : { folder, conversation: id };
    void this.#parts.memory.keep(kept);
  }

  #showTurn(conversation: ShownConversation, turn: ShownTurn): void {
    if (conversation === this.#conversation) this.#send({ type: "turn", turn });
  }

  #showConversation(): void {
    this.#send({ type: "conversation", turns: this.#conversation.turns });
  }

  #showContext(): void {
    this.#send({ type: "context", context: this.#context });
  }

  /** Once one can ask, the server opens what a question needs: the first one is answered as fast as the next. */
  #showStatus(): void {
    const status = windowStatus(this.#parts.server, this.folder);
    this.#send({ type: "status", status });
    if (!status.canAsk) this.#prepared = undefined;
    const { folder } = status;
    if (!status.canAsk || folder === undefined || this.#post === undefined || this.#prepared === folder)
      return;
    this.#prepared = folder;
    void this.#parts.server.request(prepareToAskRequest, { folder }).catch(() => undefined);
  }

  #focusPage(): void {
    if (this.#waiting === undefined || this.#post === undefined) return;
    this.#send(this.#waiting);
    this.#waiting = undefined;
  }

  #send(message: ToPage): void {
    this.#post?.(message);
  }
}

function windowStatus({ state: server, folders }: ServerConnection, folder: string | undefined): ChatStatus {
  const isTrusted = (vscode.workspace.isTrusted as boolean | undefined) ?? true;
  return chatStatus({ place: openFolders(), server, folders }, folder, isTrusted);
}

const actionCommands = {
  openFolder: "vscode.openFolder",
  showStatus: "whence.showStatus",
  showLog: "whence.showLog",
  restartServer: "whence.restartServer",
  resume: "whence.resume",
  manageTrust: "workbench.trust.manage",
} as const satisfies Readonly<Record<ChatAction, CommandId | "vscode.openFolder" | "workbench.trust.manage">>;
