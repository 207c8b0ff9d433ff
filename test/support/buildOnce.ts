import { build } from "../../esbuild.config.mjs";

/** Tests run against the assets of the bundle (grammars, embedder, worker), so the bundle is made first. */
export default async function buildOnce(): Promise<void> {
  await build();
}
