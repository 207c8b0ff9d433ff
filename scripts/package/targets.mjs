/**
 * What there is a package for: its name among editors, and the end of the name of LanceDB's native package for it.
 *
 * @typedef {{ name: string, native: string }} Target
 * @type {readonly Target[]}
 */
export const targets = [
  { name: "linux-x64", native: "linux-x64-gnu" },
  { name: "linux-arm64", native: "linux-arm64-gnu" },
  { name: "alpine-x64", native: "linux-x64-musl" },
  { name: "alpine-arm64", native: "linux-arm64-musl" },
  { name: "darwin-arm64", native: "darwin-arm64" },
  { name: "win32-x64", native: "win32-x64-msvc" },
  { name: "win32-arm64", native: "win32-arm64-msvc" },
];

/** The target of the machine that this runs on, if there is one. */
export function targetHere() {
  const { platform, arch } = process;
  const isGlibc = Boolean(process.report.getReport().header.glibcVersionRuntime);
  const system = platform === "linux" && !isGlibc ? "alpine" : platform;
  return targets.find(({ name }) => name === `${system}-${arch}`);
}
