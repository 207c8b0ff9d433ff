import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { pageHtml } from "../../../extension/pageHtml.ts";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import type { FromPage, ToPage } from "../../../shared/protocol/chatMessages.ts";
import { until } from "../workbench/until.ts";
import themes from "./themes.json" with { type: "json" };

/** Colours of the editor as its window had them. */
export type ThemeName = keyof typeof themes;

/** How somebody looks at the page. */
export interface ChatPageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: boolean;
}

/** A browser, and a server on this computer that gives it the built page of the chat under the policy of the extension. */
export class ChatBrowser {
  readonly #browser: Browser;
  readonly #server: Server;

  private constructor(browser: Browser, server: Server) {
    this.#browser = browser;
    this.#server = server;
  }

  static async launch(executablePath: string): Promise<ChatBrowser> {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    return new ChatBrowser(browser, await servePage());
  }

  /** Opens the page. Only the editor's side of it is a stand-in. */
  async open(options: ChatPageOptions = {}): Promise<ChatPage> {
    const address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const { theme = "dark", width = 300, height = 700, forcedColors = false } = options;
    const context = await this.#browser.newContext({
      viewport: { width, height },
      reducedMotion: "reduce",
      forcedColors: forcedColors ? "active" : "none",
    });
    await context.addInitScript(standIn, { theme: themes[theme], defaults: editorDefaults });
    const page = await context.newPage();
    const chat = new ChatPage(page, address);
    await page.goto(address);
    await chat.message("ready");
    return chat;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

/** The chat's page as its user sees it, and as the extension hears it. */
export class ChatPage {
  readonly page: Page;
  /** Addresses that the page asked for elsewhere. */
  readonly foreignRequests: string[] = [];
  /** What the browser complained about. */
  readonly complaints: string[] = [];

  constructor(page: Page, address: string) {
    this.page = page;
    page.on("request", (request) => {
      if (!request.url().startsWith(address)) this.foreignRequests.push(request.url());
    });
    page.on("console", (message) => message.type() === "error" && this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  /** Says something to the page, as the extension does, and waits until it is drawn. */
  async tell(...messages: readonly ToPage[]): Promise<void> {
    await this.page.evaluate(async (all) => {
      const { postMessage, requestAnimationFrame } = globalThis as unknown as {
        postMessage(message: unknown, origin: string): void;
        requestAnimationFrame(then: () => void): void;
      };
      for (const each of all) postMessage(each, "*");
      for (let frame = 0; frame < 3; frame++)
        await new Promise<void>((resolve) => requestAnimationFrame(resolve));
    }, messages as unknown[]);
  }

  /** All that the page has said to the extension. */
  said(): Promise<readonly FromPage[]> {
    return this.page.evaluate(() => (globalThis as unknown as { said: FromPage[] }).said);
  }

  /** Waits for the newest message of a type. */
  message<Type extends FromPage["type"]>(type: Type): Promise<Extract<FromPage, { readonly type: Type }>> {
    return until(
      `the page to say ${type}`,
      async () =>
        (await this.said()).findLast(
          (each): each is Extract<FromPage, { readonly type: Type }> => each.type === type,
        ),
      () => this.said(),
    );
  }

  /** What can be read in all elements of a selector, one after the other. */
  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).allInnerTexts()).join("\n");
  }

  /** A button by its name. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) });
  }

  /** Name and role of what has the keyboard. */
  focused(): Promise<string> {
    return this.page.evaluate(() => {
      const { document } = globalThis as unknown as {
        document: {
          activeElement: {
            getAttribute(name: string): string | null;
            textContent: string;
            tagName: string;
          } | null;
        };
      };
      const element = document.activeElement;
      return element === null
        ? ""
        : `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent}`.trim();
    });
  }

  /** Keeps a picture for whoever looks at it, where pictures were asked for. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env["WHENCE_SCREENSHOTS"];
    if (folder === undefined || folder === "") return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
}

function servePage(): Promise<Server> {
  const folder = path.join(packageRoot(), "dist/webview");
  const created = createServer((request, response) => {
    const address = `http://${request.headers.host}`;
    const name = path.basename(request.url ?? "/");
    if (name === "") {
      response.setHeader("content-type", "text/html");
      const place = { source: address, nonce: "drawn", file: (file: string) => `${address}/${file}` };
      response.end(pageHtml({ name: "chat", title: "Ask" }, place));
      return;
    }
    // A browser asks for one by itself; the editor's frame does not.
    if (name === "favicon.ico") {
      response.writeHead(204).end();
      return;
    }
    if (!/^[\w-]+\.(?:js|css)$/.test(name)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", name.endsWith(".css") ? "text/css" : "text/javascript");
    response.end(readFileSync(path.join(folder, name)));
  });
  return new Promise((resolve) => created.listen(0, "127.0.0.1", () => resolve(created)));
}

/** What the editor sets for every page in a frame, as far as it can be seen here. */
const editorDefaults = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); background: var(--vscode-sideBar-background); }
  body { background-color: transparent; color: var(--vscode-editor-foreground); margin: 0; padding: 0 20px;
    font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); }
  input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
}`;

/** Runs in the page before anything of it: the editor's side, which notes what it is told, and the editor's colours. */
function standIn({ theme, defaults }: { theme: { bodyClass: string; variables: object }; defaults: string }) {
  interface Styled {
    readonly style: { setProperty(name: string, value: string): void };
    readonly classList: { add(...names: string[]): void };
  }
  const page = globalThis as unknown as {
    said: unknown[];
    acquireVsCodeApi: () => unknown;
    sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
    CSSStyleSheet: new () => { replaceSync(text: string): void };
    document: Record<"documentElement" | "body", Styled> & {
      adoptedStyleSheets: unknown[];
      addEventListener(type: string, then: () => void): void;
    };
  };
  page.said = [];
  page.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => page.said.push(structuredClone(message)),
    getState: () => JSON.parse(page.sessionStorage.getItem("editor state") ?? "null") ?? undefined,
    setState: (state: unknown) => page.sessionStorage.setItem("editor state", JSON.stringify(state)),
  });
  page.document.addEventListener("DOMContentLoaded", () => {
    const sheet = new page.CSSStyleSheet();
    sheet.replaceSync(defaults);
    page.document.adoptedStyleSheets = [sheet];
    for (const [name, value] of Object.entries(theme.variables))
      page.document.documentElement.style.setProperty(name, String(value));
    page.document.body.classList.add(...theme.bodyClass.split(" "));
  });
}
