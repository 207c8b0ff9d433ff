import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { type RunningWorkbench, startCodeServer } from "../../../scripts/workbench/codeServer.mjs";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { ChatSidebar } from "./chatSidebar.ts";
import { EditorPane } from "./editorPane.ts";
import { type Notification, notification, notifications } from "./notifications.ts";
import { descendantsOf, isRunning, type RunningProcess } from "./processes.ts";
import { QuickInput } from "./quickInput.ts";
import { until } from "./until.ts";
import { Views } from "./views.ts";

/** How somebody has set up the editor. */
export interface WorkbenchOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: keyof typeof themes;
  /** Every folder is trusted without a question, unless this is false. */
  readonly isTrusted?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

/** By the name in the settings, the name that the editor shows, and how its window is marked. */
const themes = {
  dark: { id: "Dark Modern", label: "Dark Modern", mark: ".vs-dark" },
  light: { id: "Light Modern", label: "Light Modern", mark: ".vs" },
  highContrast: { id: "Default High Contrast", label: "Dark High Contrast", mark: ".hc-black" },
};

/** Nothing moves, blinks or covers what a test looks at. */
const calmSettings = {
  "editor.cursorBlinking": "solid",
  "editor.hover.delay": 100,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  // As on a desktop; in a browser the editor saves by itself.
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
};

const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** Files for pages in frames have such addresses, which a worker of the window answers itself: nothing is sent there. */
const frameResource =
  /^https:\/\/vscode-remote\+127-002e0-002e0-002e1[\w-]*\.vscode-resource\.vscode-cdn\.net\//;
const extensionId = "whence-dev.whence";

/** What a workbench is made of: the programs, the packaged extension, and an empty folder for all that it keeps. */
export interface WorkbenchParts {
  readonly entry: string;
  readonly browser: string;
  readonly vsix: string;
  readonly place: string;
}

/** Installs the extension into a workbench of its own, starts that, and opens a browser. */
export async function openWorkbench(
  parts: WorkbenchParts,
  options: WorkbenchOptions = {},
): Promise<Workbench> {
  const settings = {
    ...calmSettings,
    ...options.settings,
    "workbench.colorTheme": themes[options.theme ?? "dark"].id,
  };
  const server = await startCodeServer({
    entry: parts.entry,
    place: parts.place,
    vsix: parts.vsix,
    settings,
    isTrusted: options.isTrusted ?? true,
    graceSeconds: 1,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const browser = await chromium.launch({ executablePath: parts.browser, args: browserFlags });
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  return new Workbench(server, browser, page, parts.place);
}

/** One window of the workbench, in its user's words. Everything waits until it is so, and says what was there instead. */
export class Workbench {
  readonly quickPick: QuickInput;
  readonly editor: EditorPane;
  readonly views: Views;
  readonly chat: ChatSidebar;
  /** Where the workbench keeps all that is its own. */
  readonly place: string;
  /** Addresses elsewhere which the window asked for. */
  readonly foreignRequests: string[] = [];
  readonly page: Page;
  readonly #server: RunningWorkbench;
  readonly #browser: Browser;
  #folder = "";

  constructor(server: RunningWorkbench, browser: Browser, page: Page, place: string) {
    this.place = place;
    this.#server = server;
    this.#browser = browser;
    this.page = page;
    this.quickPick = new QuickInput(page);
    this.editor = new EditorPane(page, this.quickPick, () => this.#folder);
    this.views = new Views(page, this.quickPick);
    this.chat = new ChatSidebar(page, this.quickPick);
    page.on("request", (request) => {
      const url = request.url();
      const isOwn = url.startsWith(server.address) || frameResource.test(url);
      if (/^(?:https?|wss?):/.test(url) && !isOwn) this.foreignRequests.push(url);
    });
  }

  /** Opens a folder in the window, or none where it is "", and waits until extensions may start. */
  async openFolder(folder: string): Promise<void> {
    this.#folder = folder;
    await this.#openWindow(folder === "" ? "ew=true" : `folder=${encodeURIComponent(folder)}`);
  }

  /** Opens a workspace file in the window; paths of files are relative to its folder from then on. */
  async openWorkspace(file: string): Promise<void> {
    this.#folder = path.dirname(file);
    await this.#openWindow(`workspace=${encodeURIComponent(file)}`);
  }

  async #openWindow(query: string): Promise<void> {
    await this.closeWindow();
    const before = this.#windowsStarted();
    await this.page.goto(`${this.#server.address}/?${query}`);
    await until(
      "a window with extensions",
      () => this.#windowsStarted() > before,
      () => this.extensionHostLog(),
    );
  }

  /** Closes the window, and waits until its extensions, and whatever they started, are gone. */
  async closeWindow(): Promise<void> {
    await this.page.goto("about:blank");
    const hosts = () => this.processes().filter(({ command }) => command.includes("--type=extensionHost"));
    await until("the extension host to end", () => hosts().length === 0, hosts);
  }

  /** Closes and opens the window, as after Developer: Reload Window. */
  async reload(): Promise<void> {
    await this.openFolder(this.#folder);
  }

  /** Opens a file of the folder at a line, counted from 1. */
  async openFile(relativePath: string, line?: number): Promise<void> {
    await this.editor.openFile(relativePath, line);
  }

  /** Runs a command of the palette by its whole title, such as `Whence: Pause Indexing`. */
  async runCommand(title: string): Promise<void> {
    await this.quickPick.runCommand(title);
  }

  /** Waits for an item of the status bar whose text or tooltip `wanted` matches, and gives both. */
  async statusBar(wanted: RegExp): Promise<string> {
    const items = () => this.page.locator(".part.statusbar .statusbar-item").evaluateAll(readItems);
    return until(
      `${wanted} in the status bar`,
      async () => (await items()).find((item) => wanted.test(item)),
      items,
    );
  }

  /** Waits for a notice in the corner. */
  notification(wanted: RegExp): Promise<Notification> {
    return notification(this.page, wanted);
  }

  /** Texts of all notices that are shown. */
  notifications(): Promise<readonly string[]> {
    return notifications(this.page);
  }

  /** Makes these the settings of the machine, in which folders and addresses are named. */
  changeMachineSettings(settings: Readonly<Record<string, unknown>>): void {
    this.#server.changeMachineSettings(settings);
  }

  /** Chooses other colours, and waits until the window has them. */
  async changeTheme(theme: keyof typeof themes): Promise<void> {
    const { label, mark } = themes[theme];
    await this.runCommand("Preferences: Color Theme");
    await this.quickPick.type(label);
    await this.quickPick.choose(label);
    await this.page.locator(`.monaco-workbench${mark}`).waitFor();
  }

  /** Draws the edge of the sidebar until it is about so wide. */
  async widenSidebar(width: number): Promise<void> {
    const sidebar = this.page.locator(".part.sidebar");
    await until(`a sidebar of ${width} pixels`, async () => {
      const box = await sidebar.boundingBox();
      if (box === null) return false;
      if (Math.abs(box.width - width) <= 8) return true;
      await this.page.mouse.move(box.x + box.width, box.y + box.height / 2);
      await this.page.mouse.down();
      await this.page.mouse.move(box.x + width, box.y + box.height / 2, { steps: 5 });
      await this.page.mouse.up();
      return false;
    });
  }

  /** All processes of the window. */
  processes(): readonly RunningProcess[] {
    return descendantsOf(this.#server.pid);
  }

  /** Our server below the extension host, and what it has started; empty where it does not run. */
  ownProcesses(): readonly RunningProcess[] {
    const servers = this.processes().filter(({ command }) => command.includes(`${extensionId}-`));
    return servers.flatMap((each) => [each, ...descendantsOf(each.pid)]);
  }

  /** Waits for our server, other than the one of `notPid`. */
  serverProcess(notPid?: number): Promise<RunningProcess> {
    const servers = () =>
      this.processes().filter(({ command, pid }) => /\/dist\/main\.mjs/.test(command) && pid !== notPid);
    return until(
      "Whence's server process",
      () => servers()[0],
      () => this.processes(),
    );
  }

  /** Ends our server as a crash would, and waits until it is gone. */
  async killServer(): Promise<number> {
    const { pid } = await this.serverProcess();
    process.kill(pid, "SIGKILL");
    await until("the server to be gone", () => !isRunning(pid));
    return pid;
  }

  /** What the extension host wrote about extensions that it started, newest window last. */
  extensionHostLog(): string {
    return this.#logs((name) => name === "remoteexthost.log");
  }

  /** What Whence wrote into its channels. */
  ownLog(): string {
    return this.#logs((_, file) => file.includes(extensionId) || /Whence[^/]*\.log$/.test(file));
  }

  /** Keeps a picture of the window for the documents, where pictures were asked for (`npm run screenshots`). */
  async screenshot(name: string): Promise<void> {
    const folder = process.env["WHENCE_SCREENSHOTS"];
    if (folder === undefined || folder === "") return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  }

  /** Keeps a picture for whoever looks why a test failed. */
  async keepPicture(name: string): Promise<void> {
    const folder = path.join(packageRoot(), ".cache/workbench");
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name.replaceAll(/[^\w-]+/g, "-").slice(0, 100)}.png`);
    await this.page.screenshot({ path: file, timeout: 10_000 }).catch(() => undefined);
  }

  /** Ends browser, server and all that they started. */
  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.stop();
    await this.#server.ended;
  }

  #windowsStarted(): number {
    return this.extensionHostLog().split("Eager extensions activated").length - 1;
  }

  #logs(isWanted: (name: string, file: string) => boolean): string {
    const folder = path.join(this.#server.dataFolder, "logs");
    if (!existsSync(folder)) return "";
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
    return files
      .filter((file) => file.endsWith(".log") && isWanted(path.basename(file), file))
      .map((file) => readFileSync(path.join(folder, file), "utf8"))
      .join("");
  }
}

/** Runs in the page: text and tooltip of each item. */
function readItems(items: readonly unknown[]): string[] {
  interface Item {
    readonly textContent: string;
    getAttribute(name: string): string | null;
    querySelector(selector: string): Item | null;
  }
  return (items as readonly Item[]).map((item) => {
    const label =
      item.getAttribute("aria-label") ?? item.querySelector("[aria-label]")?.getAttribute("aria-label");
    return [item.textContent, label ?? ""].join(" ").replaceAll("\u00a0", " ").trim();
  });
}
