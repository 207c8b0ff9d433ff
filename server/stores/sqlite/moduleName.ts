/** Extensions which some imports spell out and others leave to the compiler. */
const EXTENSION = /\.(?:d\.ts|[cm]?[jt]sx?|py|rb|php|h|hpp|hh|hxx|sh|ps1|psm1|vue|svelte|json|css|scss)$/i;

/** A module's name without quotes, brackets, leading `./` and `../`, and extension; separators become `/`. */
export function plainModule(module: string): string {
  const bare = module
    .trim()
    .replaceAll(/^[<"'`]+|[>"'`;]+$/g, "")
    .replace(/^(?:\.{1,2}\/)+/, "");
  return bare
    .replace(EXTENSION, "")
    .replaceAll(/::|[.:\\]/g, "/")
    .replaceAll(/^\/+|\/+$/g, "");
}

/** Last part of a module's name, by which imports are looked up: `client` of `./src/client.ts`. */
export function moduleStem(module: string): string {
  const plain = plainModule(module);
  return plain.slice(plain.lastIndexOf("/") + 1);
}
