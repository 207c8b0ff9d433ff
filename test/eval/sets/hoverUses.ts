import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { OpenText } from "../../../server/ide/ide.ts";
import type { OpenedIde } from "../../../server/ideWiring.ts";
import { openIdeOf } from "../../../server/ideWiring.ts";
import type { Place } from "../../../server/model/place.ts";
import { openTracing, storeOf } from "../../../server/wiring.ts";
import type { HoverCard } from "../../../shared/model/hover.ts";
import type { TraceBranch } from "../../../shared/model/trace.ts";
import { mirrorOf, missingHistory, openCheckout } from "../checkout.ts";
import { ensureIndex } from "../evaluatedIndex.ts";
import type { EvaluationContext, SetReport, SystemFigures } from "../evaluationSet.ts";
import type { UseLabel } from "../hoverUses/useLabel.ts";
import { share } from "../metrics.ts";

/** How many hovers were right, wrong and silent, by the definition that they name and by the stories that they show. */
interface Tally {
  cases: number;
  right: number;
  wrong: number;
  rightStory: number;
  wrongStory: number;
}

const own = "whence";

/**
 * Hovers on uses of names in one file that are defined in another. What each means was found out by javac, TypeScript's checker
 * and jedi (test/eval/hoverUses); the stories of a definition are those that a trace of it has.
 */
export async function evaluateHoverUses(context: EvaluationContext): Promise<SetReport> {
  const labels = readLabels(path.join(context.root, "test/eval/sets/hoverUses.jsonl"));
  const tallies = new Map<string, Tally>();
  const notes: string[] = [];
  for (const [repository, ofRepository] of Map.groupBy(labels, (label) => label.repository)) {
    const commit = ofRepository[0]?.commit ?? "HEAD";
    const missing = repository === own ? missingHistory(context.root, commit) : undefined;
    if (missing !== undefined) notes.push(`${repository} was left out: ${missing}`);
    else await judge(context, repository, commit, ofRepository, tallies);
  }
  const all = [...tallies].map(([name, tally]): SystemFigures => ({ name, figures: figuresOf(tally) }));
  const total = tallies.get("whence");
  return {
    set: "hover-uses",
    cases: total?.cases ?? 0,
    systems: all.toSorted((a, b) => Number(b.name === "whence") - Number(a.name === "whence")),
    notes: [
      ...notes,
      "What is neither right nor wrong is silent. An accessor and its counterpart of one name are one definition.",
    ],
  };
}

async function judge(
  context: EvaluationContext,
  repository: string,
  commit: string,
  labels: readonly UseLabel[],
  tallies: Map<string, Tally>,
): Promise<void> {
  const folder = path.join(context.cache, "hover-uses", repository.replace("/", "+"));
  const source = repository === own ? context.root : mirrorOf(context.repos, repository);
  const checkout = openCheckout(source, path.join(folder, "tree"));
  checkout.moveTo(commit);
  const place = await ensureIndex(checkout.folder, path.join(folder, "store"), commit, {
    environment: { WHENCE_EMBEDDING_PROVIDER: "none" },
  });
  const stories = await storiesOf(place, labels);
  const script = path.join(context.root, "server/historyWorker.ts");
  const opened = openIdeOf(place.folder, storeOf(place), { script });
  for (const [at, label] of labels.entries()) {
    const card = await completeCard(opened, place, label);
    const expected = stories[at] ?? new Set();
    for (const name of ["whence", label.language, ...(label.isShared ? ["same-named methods"] : [])])
      add(tallies, name, label, card, expected);
    sayMiss(context, label, card, expected);
  }
  await opened.close();
}

/** As somebody sees it who hovers again when the history was read. */
async function completeCard(
  { ide }: OpenedIde,
  { folder }: Place,
  { path: file, line, column }: UseLabel,
): Promise<HoverCard | undefined> {
  const text: OpenText = { path: file, text: readFileSync(path.join(folder, file), "utf8"), version: 1 };
  const { signal } = new AbortController();
  for (let turn = 0; ; turn++) {
    const card = await ide.hover(text, { line, column }, signal);
    if (card === undefined || card.isComplete || turn > 200) return card;
    await delay(50);
  }
}

/** Keys of the items that a trace of each definition has as its reasons. */
async function storiesOf(place: Place, labels: readonly UseLabel[]): Promise<readonly ReadonlySet<string>[]> {
  const session = await openTracing(place);
  const stories: ReadonlySet<string>[] = [];
  for (const { definition } of labels) {
    const target = `${definition.path}:${definition.line}`;
    const trace = await session.tracer.trace({ target, now: new Date() });
    stories.push(new Set(trace.isLinked ? trace.roots.flatMap(linkedKeys) : []));
  }
  await session.close();
  return stories;
}

/** Items that something hangs below which is no item itself: a commit, or the code. */
function linkedKeys({ node, children }: TraceBranch): readonly string[] {
  const isReason = children.some(({ link }) => link !== undefined && link.kind !== "parentOf");
  const below = children.filter(({ link }) => link?.kind === "parentOf").flatMap(linkedKeys);
  return isReason ? [node.key ?? node.id, ...below] : below;
}

function add(
  tallies: Map<string, Tally>,
  name: string,
  { definition }: UseLabel,
  card: HoverCard | undefined,
  expected: ReadonlySet<string>,
): void {
  const tally = tallies.get(name) ?? { cases: 0, right: 0, wrong: 0, rightStory: 0, wrongStory: 0 };
  tallies.set(name, tally);
  tally.cases++;
  const shown = card?.items.map(({ item }) => item.key ?? item.id) ?? [];
  const named = card?.definition;
  if (named !== undefined) {
    const isRight = named.path === definition.path && named.name === definition.name;
    if (isRight && (named.startLine === definition.line || isAccessor(card, definition))) tally.right++;
    else tally.wrong++;
  }
  if (shown.some((key) => !expected.has(key))) tally.wrongStory++;
  else if (shown.length > 0 || expected.size === 0) tally.rightStory++;
}

/** Both of a pair are read and written under one name, a few lines from each other. */
function isAccessor(card: HoverCard | undefined, { line }: UseLabel["definition"]): boolean {
  return card?.definition !== undefined && Math.abs(card.definition.startLine - line) <= 12;
}

function figuresOf({ cases, right, wrong, rightStory, wrongStory }: Tally): Record<string, number> {
  return {
    "right definition": share(right, cases),
    "wrong definition": share(wrong, cases),
    "right story": share(rightStory, cases),
    "wrong story": share(wrongStory, cases),
  };
}

function sayMiss(
  { log }: EvaluationContext,
  { path: file, line, word, definition }: UseLabel,
  card: HoverCard | undefined,
  expected: ReadonlySet<string>,
): void {
  const named = card?.definition;
  if (named?.path === definition.path && named.name === definition.name) return;
  const said = named === undefined ? "silent" : `${named.path}:${named.startLine} ${named.name}`;
  log(
    `${file}:${line} ${word}: ${said}, not ${definition.path}:${definition.line} ${definition.name} (${[...expected].join(" ")})`,
  );
}

function readLabels(file: string): readonly UseLabel[] {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as UseLabel);
}
