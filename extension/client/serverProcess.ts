/** How the server is started: by the Node that runs the extension, as a process of its own. */
export interface ServerProcess {
  readonly module: string;
  readonly nodeArguments: readonly string[];
  /** Set beside what the process inherits. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Flags of V8 for the server; scripts/prepare.mjs says why, and a test keeps both equal. */
export const nodeArguments: readonly string[] = ["--liftoff-only", "--max-semi-space-size=4"];

/** Settings of glibc's allocator for the server; scripts/prepare.mjs says why, and a test keeps both equal. */
export const allocatorSettings: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "65536",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

/** The first Node with `node:sqlite` and without a flag for it. */
const oldestNode = [22, 13] as const;

/** A sentence and a remedy where this Node cannot run the server. */
export function nodeTrouble(version: string): { readonly why: string; readonly remedy: string } | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return undefined;
  return {
    why: `This editor runs Node ${version}, and Whence needs ${oldestNode.join(".")} or newer for its database.`,
    remedy:
      "Update the editor: VS Code has it from version 1.101 on, and so have editors that are built on that.",
  };
}

/** The editor's settings on proxies and certificates that the server must know before its first socket. */
export interface HttpSettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  /** `off` where the editor uses no proxy. */
  readonly proxySupport: string;
  readonly systemCertificates: boolean;
}

/** What starts the server of an extension in `folder`. */
export function serverProcess(
  module: string,
  http: HttpSettings,
  inherited: Readonly<Record<string, string | undefined>>,
): ServerProcess {
  const unset = Object.entries(allocatorSettings).filter(([name]) => inherited[name] === undefined);
  return {
    module,
    nodeArguments,
    environment: { ...Object.fromEntries(unset), ...httpEnvironment(http), ELECTRON_RUN_AS_NODE: "1" },
  };
}

/** As variables, since a proxy's address can hold a password, which must not stand among a process's arguments. */
function httpEnvironment({ proxy, noProxy, proxySupport, systemCertificates }: HttpSettings) {
  const route = proxy === "" || proxySupport === "off" ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy };
  const direct = noProxy.length === 0 ? {} : { NO_PROXY: noProxy.join(",") };
  // A flag that an editor's Node does not know would end the process; a variable does not.
  return { ...route, ...direct, NODE_USE_SYSTEM_CA: systemCertificates ? "1" : "0" };
}
