import type { HoverCard } from "../../shared/model/hover.ts";
import { placeLabel } from "../../shared/model/place.ts";
import type { LinkCandidate } from "../../shared/protocol/requests.ts";
import { cancelledError, WhenceError } from "../base/errors.ts";
import type { CodeParser } from "../chunking/parsing/codeParser.ts";
import { fileUri } from "../model/documentUri.ts";
import type { GraphNode } from "../model/graph.ts";
import type { GraphStore } from "../model/graphStore.ts";
import { idOf, type NumberedSymbol } from "../model/numberedSymbols.ts";
import type { Catalog } from "../stores/catalog.ts";
import { definitionsOf, standsAlone } from "../tracing/symbolTracer.ts";
import { toTraceNode } from "../tracing/traceForest.ts";
import { type DefinitionFacts, definitionFacts, type ItemFacts } from "./cards/definitionFacts.ts";
import { driftMarks } from "./cards/driftMarks.ts";
import { indexedDefinition } from "./cards/indexedDefinition.ts";
import { itemsAbove } from "./cards/itemsAbove.ts";
import { likelyGuess } from "./cards/itemsOfSymbols.ts";
import { KnownKeys, keysInLine } from "./cards/keysInText.ts";
import { codeLenses, specLenses } from "./cards/lenses.ts";
import { linkCandidates } from "./cards/linkCandidates.ts";
import type {
  DriftMark,
  HistoryReader,
  Ide,
  IndexedDefinition,
  KeyLink,
  Lens,
  OpenText,
  TextPoint,
} from "./ide.ts";
import type { CodeScope } from "./reading/codeScope.ts";
import { CodeScopes } from "./reading/codeScopes.ts";
import { TextLines, wordAt } from "./reading/textLines.ts";
import { readAhead } from "./uses/readAhead.ts";
import { UseResolver } from "./uses/useResolver.ts";

/** What it works with. */
export interface FolderIdeParts {
  readonly catalog: Catalog;
  /** `version` changes whenever somebody else has written. */
  readonly graph: GraphStore & { version(): number };
  readonly parser: Pick<CodeParser, "parse" | "supports">;
  readonly history?: HistoryReader | undefined;
}

const itemsShown = 3;
const cardsMost = 400;

/** What an editor shows beside the text of one folder, from the index and the graph alone. */
export class FolderIde implements Ide {
  readonly #parts: FolderIdeParts;
  readonly #scopes: CodeScopes;
  readonly #resolver: UseResolver;
  readonly #keys: KnownKeys;
  readonly #facts = new Map<string, Promise<DefinitionFacts>>();
  /** By definition, of which text and history its links were read last. */
  readonly #read = new Map<string, string>();
  readonly #reading = new Map<string, string>();
  /** Texts that are open, as they were when they were last told of. */
  readonly #looked = new Map<string, OpenText>();
  #graphVersion: number | undefined;

  constructor(parts: FolderIdeParts) {
    this.#parts = parts;
    this.#scopes = new CodeScopes(parts.catalog, parts.parser);
    this.#resolver = new UseResolver(parts.catalog, this.#scopes);
    this.#keys = new KnownKeys(parts.graph);
  }

  async hover(text: OpenText, point: TextPoint, signal: AbortSignal): Promise<HoverCard | undefined> {
    return quiet(signal, undefined, async () => {
      this.#refresh();
      const scope = await this.#scopes.ofOpen(text);
      stopIf(signal);
      const lines = scope?.lines ?? new TextLines(text.text);
      const key = await this.#keyCard(lines, point);
      if (key !== undefined || scope === undefined) return key;
      const word = wordAt(scope.text, lines.offsetAt(point.line, point.column));
      const found = word === undefined ? undefined : this.#resolver.resolve(scope, word);
      stopIf(signal);
      if (word === undefined || found?.symbol.indexed === undefined) return undefined;
      const start = word.start - lines.startOf(point.line);
      return this.#definitionCard(found.symbol.indexed, {
        line: point.line,
        startColumn: start,
        endColumn: start + word.word.length,
      });
    });
  }

  async lenses(text: OpenText, signal: AbortSignal): Promise<readonly Lens[]> {
    return quiet(signal, [], async () => {
      this.#refresh();
      const scope = await this.#scopes.ofOpen(text);
      stopIf(signal);
      const { graph } = this.#parts;
      return scope === undefined
        ? specLenses(graph, text.path, new TextLines(text.text))
        : codeLenses(graph, scope);
    });
  }

  async keyLinks(text: OpenText): Promise<readonly KeyLink[]> {
    return quiet(undefined, [], () => {
      this.#refresh();
      return this.#keys.links(new TextLines(text.text));
    });
  }

  async definitionAt(text: OpenText, point: TextPoint): Promise<IndexedDefinition | undefined> {
    return quiet(undefined, undefined, async () => {
      this.#refresh();
      const scope = await this.#scopes.ofOpen(text);
      const symbol = scope?.symbols
        .filter(({ start, end }) => lineOf(scope, start) <= point.line && point.line <= lineOf(scope, end))
        .filter(({ indexed }) => indexed !== undefined && standsAlone(indexed.symbol))
        .toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
      return scope === undefined || symbol === undefined ? undefined : indexedDefinition(scope, symbol);
    });
  }

  async linkCandidates(definition: IndexedDefinition): Promise<readonly LinkCandidate[]> {
    return quiet(undefined, [], async () => {
      this.#refresh();
      const found = this.#indexed(definition);
      return found === undefined ? [] : linkCandidates(this.#parts, found);
    });
  }

  async drift(path: string): Promise<readonly DriftMark[]> {
    return quiet(undefined, [], () => driftMarks(this.#parts, path));
  }

  async opened(text: OpenText): Promise<void> {
    const { catalog, history } = this.#parts;
    this.#looked.set(text.path, text);
    await quiet(undefined, undefined, async () => {
      if (catalog.documents.byPath(text.path)?.kind === "code") history?.readFile(text.path);
      const scope = await this.#scopes.ofOpen(text);
      const isLookedAt = () => this.#looked.get(text.path) === text;
      if (scope !== undefined) await readAhead(this.#resolver, scope, isLookedAt);
    });
  }

  closed(path: string): void {
    this.#looked.delete(path);
    this.#scopes.close(path);
  }

  /** Forgets what may have changed in the index or in the graph since the last time. */
  #refresh(): void {
    const index = this.#scopes.refresh();
    const version = index * 1e6 + this.#parts.graph.version();
    if (version === this.#graphVersion) return;
    this.#graphVersion = version;
    this.#facts.clear();
    this.#keys.forget();
  }

  #indexed({ path, name, startLine }: IndexedDefinition): NumberedSymbol | undefined {
    const named = definitionsOf(path, this.#parts.catalog).filter(
      ({ symbol }) => symbol.qualifiedName === name,
    );
    return (
      named.find(({ symbol }) => symbol.startLine === startLine) ??
      (named.length === 1 ? named[0] : undefined)
    );
  }

  async #keyCard(lines: TextLines, { line, column }: TextPoint): Promise<HoverCard | undefined> {
    const shape = keysInLine(lines.line(line)).find(
      ({ startColumn, endColumn }) => startColumn <= column && column <= endColumn,
    );
    if (shape === undefined) return undefined;
    const item = await this.#keys.item(shape.key);
    if (item === undefined) return undefined;
    const { startColumn, endColumn } = shape;
    return {
      word: { line, startColumn, endColumn },
      items: [await this.#itemItself(item)],
      hiddenItems: 0,
      isComplete: true,
    };
  }

  async #itemItself(item: GraphNode): Promise<ItemFacts> {
    const { startLine, endLine } = toTraceNode(item);
    const place =
      item.path === undefined || startLine === undefined
        ? item.path
        : placeLabel({ path: item.path, startLine, endLine: endLine ?? startLine });
    const how =
      place === undefined ? "named here; nothing else of it has been read" : `described in ${place}`;
    const above = await itemsAbove(this.#parts.graph, item);
    return { item: toTraceNode(item), above, origin: "stated", how, isDecidable: false };
  }

  async #definitionCard(definition: NumberedSymbol, word: HoverCard["word"]): Promise<HoverCard | undefined> {
    const id = idOf(definition);
    const facts = await this.#factsOf(id, definition);
    const isComplete = this.#wishFor(id, definition, facts.isRead);
    const { items, lastChange } = facts;
    if (items.length === 0 && lastChange === undefined && isComplete) return undefined;
    const shown = tellingItems(items);
    const { path, qualifiedName, startLine, endLine } = definition.symbol;
    return {
      word,
      definition: { path, name: qualifiedName, startLine, endLine },
      items: shown.map(({ probability: _, ...item }) => item),
      hiddenItems: items.length - shown.length,
      ...(lastChange === undefined ? {} : { lastChange }),
      isComplete,
    };
  }

  #factsOf(id: string, definition: NumberedSymbol): Promise<DefinitionFacts> {
    const known = this.#facts.get(id);
    if (known !== undefined) return known;
    if (this.#facts.size >= cardsMost) this.#facts.clear();
    const facts = definitionFacts(this.#parts, definition);
    this.#facts.set(id, facts);
    facts.catch(() => this.#facts.delete(id));
    return facts;
  }

  /**
   * Has the history of a definition read where nobody has since its file or the branch changed. True where what is known is
   * all there is: what an earlier session read counts until a newer state was seen here.
   */
  #wishFor(id: string, { symbol }: NumberedSymbol, isRead: boolean): boolean {
    const { catalog, history } = this.#parts;
    if (history === undefined) return true;
    const state = `${catalog.documents.get(fileUri(symbol.path))?.contentHash} ${catalog.meta.get("historyHead")}`;
    const readOf = this.#read.get(id);
    if (readOf === state) return true;
    if (this.#reading.get(id) !== state) {
      this.#reading.set(id, state);
      const { path, qualifiedName: name, startLine, endLine } = symbol;
      void history.read({ path, name, startLine, endLine, shownLine: startLine }).then(() => {
        this.#read.set(id, state);
        this.#reading.delete(id);
        this.#facts.delete(id);
      });
    }
    return isRead && readOf === undefined;
  }
}

/** Beside what somebody said, a guess is told only where it is likely. */
function tellingItems(items: readonly ItemFacts[]): readonly ItemFacts[] {
  const isSaid = items.some(({ origin }) => origin !== "inferred");
  const telling = items.filter(({ probability = 1 }) => !isSaid || probability >= likelyGuess);
  return telling.slice(0, itemsShown);
}

function lineOf({ lines }: CodeScope, offset: number): number {
  return lines.lineAt(offset);
}

function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelledError();
}

/** What an editor asks for in passing fails without a word; only that it was cancelled is told. */
async function quiet<T>(signal: AbortSignal | undefined, nothing: T, work: () => Promise<T>): Promise<T> {
  stopIf(signal);
  try {
    const result = await work();
    stopIf(signal);
    return result;
  } catch (error) {
    if (signal?.aborted === true || WhenceError.is(error, "cancelled")) throw cancelledError();
    return nothing;
  }
}
