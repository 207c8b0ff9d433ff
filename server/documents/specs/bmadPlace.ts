import { nameOf } from "./specPaths.ts";

/** What a document of BMAD is by its path. */
export interface BmadPlace {
  readonly kind: "prd" | "epics" | "story";
  /** The folder that holds PRD, epics and stories; keys begin with it. */
  readonly root: string;
  /** Of a story, the number in its file's name with points: `1.2`. */
  readonly number?: string;
  /** True for a part of a PRD that was cut into files. */
  readonly isShard: boolean;
}

const storyFolder =
  /^((?:.*\/)?(?:docs?|_?bmad[^/]*|\.ai))\/(?:[^/]+\/)?(?:stories|implementation-artifacts|sprint-artifacts)\/[^/]+\.md$/i;
const planned =
  /^((?:.*\/)?(?:docs?|_?bmad[^/]*|\.ai))\/(?:planning-artifacts\/)?(?:(prd|epics)\/(?:[^/]+\/)?[^/]+|((?:[^/]*[-_.])?(?:prd|epics)|epic-[^/]+))\.md$/i;
const storyNumber = /^(?:story[-_.\s]?)?(\d{1,6}[a-z]?(?:[.-]\d{1,6}[a-z]?){1,3})(?=[.\-_ ]|$)/i;

/** Undefined for a path at which BMAD keeps nothing. */
export function bmadPlace(path: string): BmadPlace | undefined {
  const storyRoot = storyFolder.exec(path)?.[1];
  if (storyRoot !== undefined) {
    const number = storyNumber.exec(nameOf(path).replace(/\.md$/i, ""))?.[1]?.replaceAll("-", ".");
    return { kind: "story", root: storyRoot, isShard: false, ...(number === undefined ? {} : { number }) };
  }
  const [, root, folder, name = ""] = planned.exec(path) ?? [];
  if (root === undefined) return undefined;
  const isPrd = (folder ?? name).toLowerCase().endsWith("prd");
  return { kind: isPrd ? "prd" : "epics", root, isShard: folder !== undefined };
}
