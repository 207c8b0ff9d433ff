import { counted } from "../base/counted.ts";
import { openEgressLedger, requireFolder } from "../wiring.ts";
import type { CommandContext } from "./context.ts";
import { placeOf, printJson, printLines } from "./context.ts";

type Ledger = ReturnType<typeof openEgressLedger>;
type Exchange = ReturnType<Ledger["exchanges"]>[number];
type Totals = ReturnType<Ledger["totals"]>[number];
type Approval = ReturnType<Ledger["approvals"]>[number];

const shownMost = 50;

/** `whence egress`: what left this machine on behalf of a folder, what it was for, and who allowed it. */
export async function egressCommand(context: CommandContext): Promise<void> {
  const { since = "", limit = shownMost, json } = context.arguments;
  const place = placeOf(context);
  // The ledger of a folder that is no more can be read by the place of its store.
  if (place.store === undefined) await requireFolder(place.folder);
  const ledger = openEgressLedger(place);
  try {
    const listed = {
      exchanges: ledger.exchanges(since, limit),
      totals: ledger.totals(since),
      approvals: ledger.approvals(),
    };
    if (json) printJson(context, listed);
    else printLines(context, egressLines(listed, since));
  } finally {
    ledger.close();
  }
}

/** What the ledger of a folder says. */
interface Listed {
  readonly exchanges: readonly Exchange[];
  readonly totals: readonly Totals[];
  readonly approvals: readonly Approval[];
}

function egressLines({ exchanges, totals, approvals }: Listed, since: string): readonly string[] {
  const sent = totals.reduce((sum, row) => sum + row.exchanges, 0);
  const all = totals.reduce((sum, row) => sum + row.exchanges + row.unsent, 0);
  const nothing = `Nothing has left this machine for this folder${since && ` since ${since.slice(0, 10)}`}.`;
  const first = sent === 0 ? [nothing] : totals.map(totalLine);
  const more = all - exchanges.length;
  return [
    ...first,
    ...(exchanges.length === 0 ? [] : ["", "Newest first:", ...exchanges.map(exchangeLine)]),
    ...(more > 0 ? [`  … and ${more.toLocaleString("en")} more (--limit N shows them)`] : []),
    ...(approvals.length === 0 ? [] : ["", "Approved:", ...approvals.map(approvalLine)]),
  ];
}

function totalLine(row: Totals): string {
  const items = row.items === 0 ? "" : `, ${counted(row.items, "text")}`;
  const unsent = row.unsent === 0 ? "" : `; ${row.unsent.toLocaleString("en")} more sent nothing`;
  return `${row.host}  ${row.purpose}: ${counted(row.exchanges, "exchange")}${items}, ${size(row.bytesOut)} out, ${size(row.bytesIn)} in${unsent}`;
}

function exchangeLine(row: Exchange): string {
  const items = row.items === undefined ? "" : `  ${counted(row.items, "text")}`;
  const status = row.status === undefined ? "" : ` ${row.status}`;
  const via = row.via === undefined ? "" : `  through ${row.via}`;
  const problem = row.problem === undefined ? "" : `  ${row.problem}`;
  const time = row.startedAt.slice(0, 19).replace("T", " ");
  return `  ${time}  ${row.host}  ${row.purpose}  ${row.method}${items}  ${size(row.bytesOut)} out, ${size(row.bytesIn ?? 0)} in  ${row.outcome}${status}${via}${problem}`;
}

function approvalLine(row: Approval): string {
  const tokens = row.tokens === undefined ? "" : `, ${row.tokens.toLocaleString("en")} tokens`;
  return `  ${row.at.slice(0, 19).replace("T", " ")}  ${subjectWords(row)}${tokens}  by ${row.by} (${row.how})`;
}

/** The subject of a team is its whole file, or nothing once it was left. */
function subjectWords({ kind, subject }: Approval): string {
  if (kind !== "team") return subject;
  return subject === "" ? "no team any longer" : "what the team file shares";
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
