import * as vscode from "vscode";
import { webviewHtml, webviewOptions } from "../webviewPage.ts";
import type { ChatSession } from "./chatSession.ts";
import { readMessage } from "./readMessage.ts";

/** The view in which one asks: a page in a frame, which may say what `readMessage` reads and nothing else. */
export class ChatView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #session: ChatSession;
  readonly #extension: vscode.Uri;
  readonly #log: vscode.LogOutputChannel;
  readonly #registration: vscode.Disposable;

  constructor(session: ChatSession, extension: vscode.Uri, log: vscode.LogOutputChannel) {
    this.#session = session;
    this.#extension = extension;
    this.#log = log;
    this.#registration = vscode.window.registerWebviewViewProvider("whence.chat", this);
  }

  /** The editor shows the view, for the first time or anew after it was hidden. */
  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    webview.options = webviewOptions(this.#extension);
    const listening = webview.onDidReceiveMessage((raw: unknown) => {
      const message = readMessage(raw);
      if (message === undefined)
        this.#log.warn("The chat's page said something that is no message of it; it was dropped.");
      else void this.#session.receive(message);
    });
    this.#session.connect((message) => void webview.postMessage(message));
    view.onDidDispose(() => {
      listening.dispose();
      this.#session.connect(undefined);
    });
    webview.html = webviewHtml(webview, this.#extension, { name: "chat", title: "Ask" });
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
