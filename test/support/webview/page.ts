import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { pageHtml } from "../../../extension/pageHtml.ts";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { until } from "../workbench/until.ts";

interface Themes {
  /** As VS Code puts them into each page. */
  readonly defaultStyles: string;
  readonly variables: Readonly<Record<ThemeName, Readonly<Record<string, string>>>>;
}

const themes = JSON.parse(
  readFileSync(path.join(packageRoot(), "test/fixtures/webview/themes.json"), "utf8"),
) as Themes;

/** Colours and sizes which the editor gives to pages: its own themes, as VS Code 1.139 draws them. */
export type ThemeName = "dark" | "light" | "highContrast" | "highContrastLight";

/** How somebody looks at a page. */
export interface PageOptions {
  readonly theme?: ThemeName;
  /** In CSS pixels of the editor; at 200 % zoom half as many are left. */
  readonly width?: number;
  readonly height?: number;
  /** Enlarges everything, as Ctrl and + in the editor. */
  readonly zoom?: number;
  /** Whether the system puts its own colours in place of those of the theme. */
  readonly forcedColors?: boolean;
}

/**
 * Serves the built pages of `dist/webview` from loopback, each with the policy that the extension gives it, and opens them in the browser
 * of the tests. `program` is the browser's (`workbenchForTests`). To be closed.
 */
export async function openPages(program: string): Promise<Pages> {
  const server = createServer((request, response) => serve(request.url, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath: program,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  return new Pages(server, browser);
}

/** Opens pages of one browser. */
export class Pages {
  readonly #server: Server;
  readonly #browser: Browser;

  constructor(server: Server, browser: Browser) {
    this.#server = server;
    this.#browser = browser;
  }

  /** Opens a page of `webview/` by its folder. */
  open(name: string, options?: PageOptions): Promise<WebviewPage> {
    return this.openAs(WebviewPage, name, options);
  }

  /** Opens a page that its test speaks to in words of its own. */
  async openAs<Kind extends WebviewPage>(
    Kind: new (page: Page) => Kind,
    name: string,
    { theme = "dark", width = 900, height = 700, zoom = 1, forcedColors = false }: PageOptions = {},
  ): Promise<Kind> {
    const page = await this.#browser.newPage({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      reducedMotion: "reduce",
      forcedColors: forcedColors ? "active" : "none",
    });
    const { port } = this.#server.address() as AddressInfo;
    const opened = new Kind(page);
    await opened.start(`http://127.0.0.1:${port}/${name}?theme=${theme}`);
    return opened;
  }

  /** Ends browser and server. */
  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** One page, with the part of the editor played by the test: what the page posts is kept, what the test sends arrives. */
export class WebviewPage {
  readonly page: Page;
  /** All that the page has posted, oldest first. */
  readonly posted: unknown[] = [];
  /** What the browser has complained about, breaches of the policy among it. */
  readonly complaints: string[] = [];
  /** Addresses that were asked for beside those of the page's own parts. */
  readonly foreignRequests: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Loads the page. */
  async start(address: string): Promise<void> {
    const { origin } = new URL(address);
    this.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.complaints.push(message.text());
    });
    this.page.on("pageerror", (error) => this.complaints.push(error.message));
    this.page.on("request", (request) => {
      if (!request.url().startsWith(origin)) this.foreignRequests.push(request.url());
    });
    await this.page.exposeFunction("whencePosted", (text: string) => {
      this.posted.push(JSON.parse(text));
    });
    await this.page.goto(address);
  }

  /** Sends a message as the extension does. */
  async send(message: unknown): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`);
  }

  /** Waits until the page has posted such a message, and gives the newest. */
  waitForPost<T extends object>(wanted: T): Promise<T & Readonly<Record<string, unknown>>> {
    const fits = (message: unknown): message is T & Readonly<Record<string, unknown>> =>
      Object.entries(wanted).every(
        ([name, value]) =>
          JSON.stringify((message as Readonly<Record<string, unknown>>)[name]) === JSON.stringify(value),
      );
    return until(
      `a message ${JSON.stringify(wanted)}`,
      () => this.posted.findLast(fits),
      () => this.posted,
    );
  }

  /** What the page has kept with `setState`; nothing where it kept nothing. */
  state(): Promise<unknown> {
    return this.page.evaluate(`JSON.parse(sessionStorage.getItem("state") ?? "null")`);
  }

  /** Loads it anew, as after it was hidden; what it kept with `setState` is there again, and what it posted is forgotten. */
  async reload(): Promise<void> {
    this.posted.length = 0;
    await this.page.reload();
  }

  /** Shows other colours, as when a person chooses another theme. */
  async changeTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(`{
      const root = document.documentElement;
      root.removeAttribute("style");
      for (const [name, value] of Object.entries(${JSON.stringify(themes.variables[theme])})) root.style.setProperty(name, value);
      document.body.className = ${JSON.stringify(bodyClass[theme])};
    }`);
  }

  /** What axe-core finds wrong and calls serious or critical, each with the element. */
  async seriousFaults(): Promise<readonly string[]> {
    // By the debugger's hand: a script element would breach the policy, as it should.
    await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate("axe.run()")) as AxeResult;
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ""}`),
      );
  }

  /** Keeps a picture, where pictures were asked for. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env["WHENCE_SCREENSHOTS"];
    if (folder === undefined || folder === "") return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

const bodyClass: Readonly<Record<ThemeName, string>> = {
  dark: "vscode-dark",
  light: "vscode-light",
  highContrast: "vscode-high-contrast",
  highContrastLight: "vscode-high-contrast vscode-high-contrast-light",
};

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
};

function serve(url = "/", response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, "http://loopback");
  if (pathname === "/favicon.ico") return void response.writeHead(204).end();
  const theme = searchParams.get("theme") as ThemeName | null;
  if (theme !== null) {
    const origin = `http://${response.req.headers.host}`;
    response
      .setHeader("Content-Type", "text/html; charset=utf-8")
      .end(framed(pathname.slice(1), theme, origin));
    return;
  }
  try {
    const content = readFileSync(path.join(packageRoot(), "dist/webview", path.basename(pathname)));
    response
      .setHeader("Content-Type", types[path.extname(pathname)] ?? "application/octet-stream")
      .end(content);
  } catch {
    response.writeHead(404).end();
  }
}

/** The page as the editor puts it into a frame: its own styles, variables and script stand before the policy, which binds what follows. */
function framed(name: string, theme: ThemeName, origin: string): string {
  const html = pageHtml(
    { name, title: name },
    { source: origin, nonce: "of-the-tests", file: (file) => `${origin}/${file}` },
  );
  const variables = Object.entries(themes.variables[theme])
    .map(([variable, value]) => `${variable}: ${value};`)
    .join(" ")
    .replaceAll('"', "&quot;");
  const background = name === "chat" ? "sideBar-background" : "editor-background";
  return html
    .replace('<html lang="en">', () => `<html lang="en" style="${variables}">`)
    .replace(
      "<head>",
      () =>
        `<head><style>${themes.defaultStyles} html { background-color: var(--vscode-${background}); }</style><script>${editorSide}</script>`,
    )
    .replace("<body>", `<body class="${bodyClass[theme]}">`);
}

/** All that stands in for the editor. */
const editorSide = `window.acquireVsCodeApi = () => {
  delete window.acquireVsCodeApi;
  return {
    postMessage: (message) => void whencePosted(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  };
};`;
