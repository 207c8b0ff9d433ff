import { maskSecrets } from "../documents/maskSecrets.ts";
import { assignsUnquoted } from "../documents/toDocument.ts";
import { LineLexer } from "../linking/symbolHistory/lineLexer.ts";
import type { FileContent } from "../linking/symbolHistory/symbolWalk.ts";
import { TokenTable } from "../linking/symbolHistory/tokenTable.ts";
import { VersionText } from "../linking/symbolHistory/versionText.ts";
import { languageClass, languageOfPath } from "../model/languages.ts";
import type { BlobReader } from "../sources/git/blobReader.ts";

/** Texts are kept up to so many characters in all. */
const mostCharacters = 48_000_000;
/** Beyond so many contents or tokens, what remembers lines and tokens is to be made anew. */
const mostContents = 5_000;
const mostTokens = 2_000_000;

/** Contents of files by hash and language, read once as long as there is room. */
export class FileContents {
  readonly #blobs: BlobReader;
  readonly #kept = new Map<string, Promise<VersionText | undefined>>();
  readonly #lexers = new Map<string, LineLexer>();
  readonly #table = new TokenTable();
  #contents = 0;
  #characters = 0;

  constructor(blobs: BlobReader) {
    this.#blobs = blobs;
  }

  /** True where it remembers so much that the next walk should begin with another one; contents of two are not comparable. */
  get isFull(): boolean {
    return this.#contents > mostContents || this.#table.size > mostTokens;
  }

  /** Nothing where the repository lacks the content or it is no text. */
  async content(blob: string, path: string): Promise<FileContent | undefined> {
    const version = await this.#version(blob, path);
    return version && { id: `${blob}:${path}`, path, version };
  }

  /** A text that is in no commit. */
  textOf(text: string, path: string): VersionText {
    return new VersionText(text, this.#lexer(path), (part) => maskSecrets(part, maskOptions(path)).text);
  }

  #version(blob: string, path: string): Promise<VersionText | undefined> {
    const key = `${blob} ${languageOfPath(path) ?? ""}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const version = this.#blobs.read(blob).then((text) => {
      if (text === undefined) return undefined;
      this.#characters += text.length;
      this.#makeRoom();
      return this.textOf(text, path);
    });
    this.#kept.set(key, version);
    return version;
  }

  /** Drops what was not asked for the longest. */
  #makeRoom(): void {
    if (this.#characters <= mostCharacters) return;
    for (const [key, version] of this.#kept) {
      if (this.#characters <= mostCharacters / 2) break;
      this.#kept.delete(key);
      void version.then((dropped) => {
        this.#characters -= dropped?.text.length ?? 0;
      });
    }
  }

  #lexer(path: string): LineLexer {
    this.#contents++;
    const language = languageOfPath(path) ?? "";
    let known = this.#lexers.get(language);
    if (known === undefined) {
      known = new LineLexer(language, this.#table);
      this.#lexers.set(language, known);
    }
    return known;
  }
}

function maskOptions(path: string) {
  const language = languageOfPath(path) ?? "plaintext";
  return { unquotedValues: assignsUnquoted(language, languageClass(language)) };
}
