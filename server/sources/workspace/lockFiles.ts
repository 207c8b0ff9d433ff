import { posix } from "node:path";

/** True for the files in which package managers pin what they resolved. */
export function isLockFile(path: string): boolean {
  const name = posix.basename(path);
  return LOCK_FILES.has(name) || name.endsWith(".lockfile");
}

const LOCK_FILES = new Set([
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "bun.lockb",
  "deno.lock",
  "Cargo.lock",
  "go.sum",
  "go.work.sum",
  "poetry.lock",
  "Pipfile.lock",
  "uv.lock",
  "pdm.lock",
  "pixi.lock",
  "pylock.toml",
  "conda-lock.yml",
  "composer.lock",
  "Gemfile.lock",
  "gems.locked",
  "Podfile.lock",
  "Cartfile.resolved",
  "Package.resolved",
  "mix.lock",
  "rebar.lock",
  "pubspec.lock",
  "flake.lock",
  "packages.lock.json",
  "paket.lock",
  "project.assets.json",
  "conan.lock",
  "MODULE.bazel.lock",
  ".terraform.lock.hcl",
  "Chart.lock",
  "stack.yaml.lock",
  "cabal.project.freeze",
  "renv.lock",
  "shard.lock",
]);
