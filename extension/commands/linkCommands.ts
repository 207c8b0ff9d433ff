import * as vscode from "vscode";
import type { DecideArguments } from "../../shared/protocol/commands.ts";
import type { CodeReference, LinkCandidate } from "../../shared/protocol/requests.ts";
import { decideRequest, linkCandidatesRequest } from "../../shared/protocol/requests.ts";
import { kindWord, onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";
import type { TraceRow } from "../trace/traceRows.ts";
import type { TextPlace } from "./askPerson.ts";
import { cursorPlace, placeOfCode } from "./askPerson.ts";

/** What can be said of a link. */
export type Verdict = "confirmed" | "rejected" | "withdrawn";

/** Confirms, rejects or takes back: with one click where the link is named, else of the links at the cursor. */
export async function decide(
  server: Server,
  verdict: Verdict,
  target: DecideArguments | TraceRow | undefined,
  note?: string,
): Promise<void> {
  const link = decisionOf(target) ?? (await pickLink(server, verdict));
  if (link === undefined) return;
  const { key, code } = link;
  const { sentence } = await server.request(decideRequest, {
    verdict,
    key,
    code,
    ...(note === undefined || note === "" ? {} : { note }),
  });
  vscode.window.setStatusBarMessage(`$(${verdictIcons[verdict]}) ${onOneLine(sentence)}`, 8_000);
}

const verdictIcons = { confirmed: "check", rejected: "close", withdrawn: "discard" } as const;

/** The same with words of why, which everyone who sees the decision reads. */
export async function decideWithNote(
  server: Server,
  target: DecideArguments | TraceRow | undefined,
): Promise<void> {
  const link = decisionOf(target) ?? (await pickLink(server, "confirmed", true));
  if (link === undefined) return;
  const choices: readonly (vscode.QuickPickItem & { readonly verdict: Verdict })[] = [
    { label: "$(check) Confirm", verdict: "confirmed" },
    { label: "$(close) Reject", verdict: "rejected" },
  ];
  const title = `Link to ${link.key}`;
  const choice = await vscode.window.showQuickPick(choices, { title });
  if (choice === undefined) return;
  const note = await vscode.window.showInputBox({ title, prompt: "Why? Shown beside the decision." });
  if (note !== undefined) await decide(server, choice.verdict, link, note);
}

/** Asks which story, the probable ones first, and confirms the link. */
export async function linkToStory(server: Server, code: CodeReference | undefined): Promise<void> {
  const place = code === undefined ? cursorPlace() : placeOfCode(code);
  if (place === undefined) return;
  const found = await candidatesAt(server, place);
  if (found === undefined) return;
  const subject = found.code.name ?? found.code.path;
  const picked = await pickCandidate(found.candidates, `Link ${subject} to a story`);
  if (picked !== undefined) await decide(server, "confirmed", { key: picked.key, code: found.code });
}

function decisionOf(target: DecideArguments | TraceRow | undefined): DecideArguments | undefined {
  if (target === undefined) return undefined;
  return "code" in target ? target : target.decide;
}

async function pickLink(
  server: Server,
  verdict: Verdict,
  isAny = false,
): Promise<DecideArguments | undefined> {
  const place = cursorPlace();
  if (place === undefined) return undefined;
  const found = await candidatesAt(server, place);
  if (found === undefined) return undefined;
  const linked = found.candidates.filter(
    ({ origin }) => origin !== undefined && (isAny || origin !== verdict),
  );
  if (linked.length === 0) {
    void vscode.window.showInformationMessage(
      `No item is linked to ${found.code.name ?? found.code.path} that could be ${verdict}.`,
    );
    return undefined;
  }
  const title = verdict === "rejected" ? "Reject which link?" : "Confirm which link?";
  const picked = await pickCandidate(linked, title);
  return picked === undefined ? undefined : { key: picked.key, code: found.code };
}

async function candidatesAt(server: Server, place: TextPlace) {
  const found = await server.request(linkCandidatesRequest, place);
  if (found === null)
    void vscode.window.showInformationMessage("There is no definition that Whence knows at this place.");
  return found ?? undefined;
}

type CandidatePick = vscode.QuickPickItem & { readonly candidate?: LinkCandidate };

async function pickCandidate(
  candidates: readonly LinkCandidate[],
  title: string,
): Promise<LinkCandidate | undefined> {
  const picked = await vscode.window.showQuickPick<CandidatePick>(candidatePicks(candidates), {
    title,
    placeHolder: "Key, kind or title",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.candidate;
}

/** Linked ones first, as the server ordered them, then the rest under a heading of its own. */
function candidatePicks(candidates: readonly LinkCandidate[]): readonly CandidatePick[] {
  const isProbable = ({ origin, probability }: LinkCandidate) =>
    origin !== undefined || probability !== undefined;
  const heading = (label: string): CandidatePick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const probable = candidates.filter(isProbable).map(candidatePick);
  const rest = candidates.filter((each) => !isProbable(each)).map(candidatePick);
  return [
    ...(probable.length > 0 ? [heading("linked or probable"), ...probable] : []),
    ...(rest.length > 0 ? [heading("all others"), ...rest] : []),
  ];
}

function candidatePick(candidate: LinkCandidate): CandidatePick {
  const { key, kind, title, status, origin, probability, reason } = candidate;
  const share = probability === undefined ? "" : `${Math.round(100 * probability)} %`;
  const how = [origin, share].filter(Boolean).join(", ");
  return {
    candidate,
    label: onOneLine(`${key} ${title}`),
    description: onOneLine([kindWord(kind), status, how].filter(Boolean).join(" · ")),
    ...(reason === undefined ? {} : { detail: onOneLine(reason) }),
  };
}
