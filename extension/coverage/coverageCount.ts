import * as vscode from "vscode";
import type { Coverage } from "../../shared/model/coverage.ts";
import type { ToCoveragePage } from "../../shared/protocol/coverageMessages.ts";
import { coverageRequest } from "../../shared/protocol/coverageRequests.ts";
import { type CoverageProgress, type ServerConnection, sentenceOf } from "../client/serverConnection.ts";

/** Changes that come together are counted once, and counting takes no more than a fifth of the time. */
const pauseLeastMs = 2_000;
const pauseFactor = 4;

/** The figures that a page shows: counted when they are wanted, and again when the index has changed while somebody looks. */
export class CoverageCount implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #tell: (message: ToCoveragePage) => void;
  #folder: string | undefined;
  #withInferred = false;
  #counted:
    | Pick<Extract<ToCoveragePage, { readonly kind: "coverage" }>, "coverage" | "withInferred">
    | undefined;
  #asking: vscode.CancellationTokenSource | undefined;
  /** The figures are missing, or others than those of the index. */
  #isDue = true;
  #isSeen = false;
  /** A person has stopped it: it is not begun again before they say so. */
  #isHeld = false;
  #timer: NodeJS.Timeout | undefined;
  #tookMs = 0;

  constructor(server: ServerConnection, tell: (message: ToCoveragePage) => void) {
    this.#server = server;
    this.#tell = tell;
  }

  get folder(): string | undefined {
    return this.#folder;
  }

  /** As they were counted last for this folder. */
  get coverage(): Coverage | undefined {
    return this.#counted?.coverage;
  }

  /** Which figures are wanted from now on. */
  choose(folder: string | undefined, withInferred = this.#withInferred): void {
    if (folder === this.#folder && withInferred === this.#withInferred) return;
    this.#giveUp();
    if (folder !== this.#folder) this.#counted = undefined;
    this.#folder = folder;
    this.#withInferred = withInferred;
    this.#isDue = true;
    this.#isHeld = false;
  }

  /** Tells the figures that are known, and counts where they are not those of now. */
  async show(): Promise<void> {
    this.#tellKnown();
    if (this.#asking !== undefined && this.#folder !== undefined)
      this.#tell({ kind: "counting", folder: this.#folder });
    else if (this.#isDue) await this.count();
  }

  /** Counts anew; what is being counted is given up. */
  async count(): Promise<void> {
    this.#giveUp();
    this.#isHeld = false;
    const folder = this.#folder;
    if (folder === undefined || this.#server.state.state !== "running") return;
    const asking = new vscode.CancellationTokenSource();
    const began = performance.now();
    const withInferred = this.#withInferred;
    this.#asking = asking;
    this.#isDue = false;
    this.#tell({ kind: "counting", folder });
    try {
      const coverage = await this.#server.request(coverageRequest, { folder, withInferred }, asking.token);
      if (this.#asking !== asking) return;
      this.#counted = { coverage, withInferred };
      this.#tellKnown();
    } catch (error) {
      if (this.#asking !== asking) return;
      this.#isDue = true;
      this.#tell({ kind: "failed", folder, sentence: sentenceOf(error) });
    } finally {
      asking.dispose();
      if (this.#asking === asking) {
        this.#asking = undefined;
        this.#tookMs = performance.now() - began;
      }
    }
  }

  /** A person does not want to wait; the server stops too. */
  stop(): void {
    if (this.#asking === undefined) return;
    this.#giveUp();
    this.#isHeld = true;
    if (this.#folder !== undefined) this.#tell({ kind: "stopped", folder: this.#folder });
  }

  /** How far the server is. */
  progressed({ folder, done, total }: CoverageProgress): void {
    if (this.#asking !== undefined && folder === this.#folder)
      this.#tell({ kind: "counting", folder, done, total });
  }

  /** The index of a folder has changed. */
  changed(folder: string): void {
    if (folder !== this.#folder || this.#counted === undefined) return;
    this.#isDue = true;
    this.#later();
  }

  /** The server is in another state than before; what failed may succeed now. */
  tryAgain(): void {
    const state = this.#server.folders.find(({ folder }) => folder === this.#folder)?.health.state;
    const hasIndex = state === "ready" || state === "degraded" || state === "paused";
    if (this.#counted === undefined && hasIndex) this.#later();
  }

  /** Whether somebody can see the figures; nothing is counted that nobody sees. */
  see(isSeen: boolean): void {
    this.#isSeen = isSeen;
    if (isSeen) this.#later();
  }

  dispose(): void {
    this.#giveUp();
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const asking = this.#asking;
    if (asking === undefined) return;
    this.#asking = undefined;
    this.#isDue = true;
    asking.cancel();
  }

  #later(): void {
    if (!this.#isSeen || !this.#isDue || this.#isHeld || this.#timer !== undefined) return;
    const pauseMs = Math.max(pauseLeastMs, pauseFactor * this.#tookMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#asking !== undefined) this.#later();
      else if (this.#isSeen && this.#isDue) void this.count();
    }, pauseMs);
  }

  #tellKnown(): void {
    if (this.#folder === undefined || this.#counted === undefined) return;
    this.#tell({ kind: "coverage", folder: this.#folder, ...this.#counted });
  }
}
