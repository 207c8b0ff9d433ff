import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheFolder, lockFolder } from "./cacheFolder.mjs";

/**
 * Folder of an npm package with its dependencies, in the cache folder; fetched where it is missing. Any number of processes may ask
 * at once. No dependency of ours: what only packaging and trials need would change which versions the rest gets.
 *
 * @param {string} name
 * @param {string} version
 * @param {{ say: (line: string) => void, size: string, finish?: (folder: string) => string | undefined }} options `finish` does
 *   what install scripts would do, and says why it could not
 * @returns {Promise<{ folder: string, reason?: undefined } | { folder?: undefined, reason: string }>}
 */
export async function npmPackage(name, version, { say, size, finish = () => undefined }) {
  const above = cacheFolder();
  const place = path.join(above, `${path.basename(name)}-${version}`);
  const folder = path.join(place, "node_modules", name);
  mkdirSync(above, { recursive: true });
  const release = await lockFolder(`${place}.lock`);
  try {
    if (existsSync(place)) return { folder };
    say(`Fetching ${name} ${version} (${size}) …`);
    const half = `${place}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half);
    writeFileSync(path.join(half, "package.json"), "{}\n");
    const reason =
      runNpm(["install", "--ignore-scripts", "--omit=dev", `${name}@${version}`], half) ??
      finish(path.join(half, "node_modules", name));
    if (reason !== undefined) return { reason };
    renameSync(half, place);
    return { folder };
  } finally {
    release();
  }
}

/**
 * Runs npm in a folder.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} why it failed, as a sentence
 */
export function runNpm(args, cwd, env = {}) {
  // The Node that runs us comes first, for what is compiled must fit it.
  const PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", [...args, ...quiet], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, PATH, ...env },
    shell: process.platform === "win32",
  });
  if (status === 0) return undefined;
  const lines = `${error?.message ?? stderr}`.split("\n");
  const told = lines.find((line) => /^npm (?:error|ERR!) (?!code)/.test(line)) ?? lines[0];
  const reason = told.replace(/^npm \S+ /, "").slice(0, 300);
  const advice = /notarget|E404/.test(stderr ?? "")
    ? "the registry does not have it."
    : "is the registry reachable?";
  return `\`npm ${args.join(" ")}\` failed (${reason}): ${advice}`;
}
