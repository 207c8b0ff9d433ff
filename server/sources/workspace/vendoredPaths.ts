/**
 * Names the folder or file by which a path is other people's code that was copied into the repository; undefined for
 * paths of one's own. Folders are given with a trailing `/`.
 */
export function vendoredBy(path: string): string | undefined {
  const names = path.split("/");
  const fileName = names.pop() ?? "";
  if (VENDORED_FILES.has(fileName)) return fileName;
  for (const [index, name] of names.entries()) {
    if (VENDORED_FOLDERS.has(name)) return `${name}/`;
    // A package may well be called "vendor" (org.springframework.orm.jpa.vendor).
    if (name === "vendor" && !names.slice(0, index).some((above) => PACKAGE_ROOTS.has(above)))
      return "vendor/";
    if (name === ".yarn" && names[index + 1] !== "patches") return ".yarn/";
  }
  return undefined;
}

const PACKAGE_ROOTS = new Set(["java", "kotlin", "scala", "groovy"]);

const VENDORED_FILES = new Set(["gradlew", "gradlew.bat", "mvnw", "mvnw.cmd", ".pnp.cjs", ".pnp.loader.mjs"]);

const VENDORED_FOLDERS = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "third_party",
  "third-party",
  "thirdparty",
  "3rdparty",
  "_vendor",
  "site-packages",
  ".venv",
  "venv",
  "virtualenv",
  "Pods",
  "Carthage",
  "__pycache__",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".gradle",
  ".terraform",
  "elm-stuff",
  ".bundle",
]);
