import { maskSecrets } from "../documents/maskSecrets.ts";
import { assignsUnquoted } from "../documents/toDocument.ts";
import { LineLexer } from "../linking/symbolHistory/lineLexer.ts";
import type { FileContent } from "../linking/symbolHistory/symbolWalk.ts";
import { VersionText } from "../linking/symbolHistory/versionText.ts";
import { languageClass, languageOfPath } from "../model/languages.ts";
import type { BlobReader } from "../sources/git/blobReader.ts";

/** Texts are kept up to so many characters in all. */
const mostCharacters = 48_000_000;
/** Lexers remember lines; beyond so many contents they are made anew. */
const mostContentsPerLexer = 2_000;

/** Contents of files by hash and language, read once as long as there is room. */
export class FileContents {
  readonly #blobs: BlobReader;
  readonly #kept = new Map<string, Promise<VersionText | undefined>>();
  readonly #lexers = new Map<string, { readonly lexer: LineLexer; uses: number }>();
  #characters = 0;

  constructor(blobs: BlobReader) {
    this.#blobs = blobs;
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
    const language = languageOfPath(path) ?? "";
    let known = this.#lexers.get(language);
    if (known === undefined || known.uses > mostContentsPerLexer) {
      known = { lexer: new LineLexer(language), uses: 0 };
      this.#lexers.set(language, known);
    }
    known.uses++;
    return known.lexer;
  }
}

function maskOptions(path: string) {
  const language = languageOfPath(path) ?? "plaintext";
  return { unquotedValues: assignsUnquoted(language, languageClass(language)) };
}
