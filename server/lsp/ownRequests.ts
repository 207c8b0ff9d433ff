import { coverageProgress, coverageRequest } from "../../shared/protocol/coverageRequests.ts";
import {
  decideRequest,
  diagnosticsRequest,
  implementationsRequest,
  linkCandidatesRequest,
  pauseRequest,
  rebuildRequest,
  searchRequest,
  traceRequest,
  whyIndexedRequest,
} from "../../shared/protocol/requests.ts";
import { WhenceError } from "../base/errors.ts";
import type { FilePlace } from "../ide/implementations.ts";
import type { FolderSession } from "../session/folderSession.ts";
import type { DecisionWish } from "../session/tasks.ts";
import { answerOwn, type UnknownParams } from "./answer.ts";
import { type OpenFolders, ourFolder } from "./openFolders.ts";
import { codeReferenceOf, countOf, objectOf, optionalText, positionOf, textOf } from "./params.ts";
import { toLocation, toPoint } from "./places.ts";
import { type AnswerContext, ownTextOf } from "./textRequests.ts";
import { toCodeReference } from "./toProtocol.ts";

const searchLimitMost = 200;

/** Answers the requests of `shared/protocol/requests.ts`. */
export function answerOwnRequests(context: AnswerContext): void {
  const { connection, folders, log } = context;
  answerOwn(connection, searchRequest, (params, signal) => search(folders, params, signal), log);
  answerOwn(connection, traceRequest, (params, signal) => trace(context, params, signal), log);
  answerOwn(connection, decideRequest, (params, signal) => decide(folders, params, signal), log);
  answerOwn(
    connection,
    pauseRequest,
    async (params) => {
      await folders.pause(params["isPaused"] === true);
      return null;
    },
    log,
  );
  answerOwn(
    connection,
    rebuildRequest,
    (params) => {
      folderOf(folders, params)?.rebuild("the user asked for it");
      return null;
    },
    log,
  );
  answerOwn(connection, coverageRequest, (params, signal) => coverage(context, params, signal), log);
  answerOwn(connection, linkCandidatesRequest, (params) => linkCandidates(context, params), log);
  answerOwn(connection, implementationsRequest, (params) => implementations(folders, params), log);
  answerOwn(connection, diagnosticsRequest, () => ({ markdown: context.diagnostics() }), log);
  answerOwn(connection, whyIndexedRequest, (params, signal) => whyIndexed(folders, params, signal), log);
}

async function search(folders: OpenFolders, params: UnknownParams, signal: AbortSignal) {
  const query = textOf(params, "query");
  const wanted = params["limit"] === undefined ? undefined : countOf(params, "limit");
  const folder = optionalText(params, "folder");
  const sessions =
    folder === undefined ? folders.all : [folders.byUri(folder)].filter((each) => each !== undefined);
  const found = await Promise.all(
    sessions.map(async (session) => {
      if (session.view === undefined) return [];
      const limit = wanted ?? Math.max(1, Number(session.place.settings["whence.search.limit"]));
      const asked = { query, limit: Math.min(limit, searchLimitMost) };
      const { results } = await session.read("search", asked, signal);
      return results.map((result) => ({ ...result, folder: session.uri }));
    }),
  );
  return found.flat().toSorted((a, b) => a.rank - b.rank);
}

async function trace(context: AnswerContext, params: UnknownParams, signal: AbortSignal) {
  const subject = objectOf(params, "subject");
  const asOf = optionalText(params, "asOf");
  const found =
    subject["key"] === undefined ? await placeOf(context, subject) : itemOf(context.folders, subject);
  if (found?.session.view === undefined) return null;
  const traced = await found.session.read("trace", { target: found.target, asOf }, signal);
  return traced === null ? null : { trace: traced, folder: found.session.uri };
}

interface Traced {
  readonly session: FolderSession;
  readonly target: string;
}

function itemOf(folders: OpenFolders, subject: UnknownParams): Traced | undefined {
  const session = folderOf(folders, subject);
  return session === undefined ? undefined : { session, target: textOf(subject, "key") };
}

/** In an open text lines may have moved since it was indexed. */
async function placeOf(context: AnswerContext, subject: UnknownParams): Promise<Traced | undefined> {
  const uri = textOf(subject, "uri");
  const position = positionOf(subject);
  const file = context.folders.fileOf(uri);
  if (file === undefined) return undefined;
  const own = ownTextOf(context, uri);
  const definition = await own?.ide.definitionAt(own.text, toPoint(position));
  return { session: file.session, target: `${file.path}:${definition?.startLine ?? position.line + 1}` };
}

async function decide(folders: OpenFolders, params: UnknownParams, signal: AbortSignal) {
  const verdict = params["verdict"];
  if (verdict !== "confirmed" && verdict !== "rejected" && verdict !== "withdrawn")
    throw new WhenceError("badInput", "A decision confirms a link, rejects it or takes that back.");
  const code = codeReferenceOf(params, "code");
  const session = ourFolder(folders, { folder: code.folder });
  const wish: DecisionWish = {
    verdict,
    key: textOf(params, "key"),
    code,
    note: optionalText(params, "note"),
  };
  return { sentence: await session.decide(wish, signal) };
}

async function linkCandidates(context: AnswerContext, params: UnknownParams) {
  const own = ownTextOf(context, textOf(params, "uri"));
  const definition = await own?.ide.definitionAt(own.text, toPoint(positionOf(params)));
  if (own === undefined || definition === undefined) return null;
  const code = toCodeReference(definition, own.session.uri);
  return { code, candidates: await own.ide.linkCandidates(definition) };
}

async function implementations(folders: OpenFolders, params: UnknownParams) {
  const session = folderOf(folders, params);
  const found = await session?.view?.implementations(textOf(params, "key"));
  if (session === undefined || found === undefined) return { places: [] };
  const toPlace = ({ path, startLine, endLine }: FilePlace) =>
    toLocation(session.place.folder, path, startLine, endLine);
  const { described, places } = found;
  return {
    ...(described === undefined ? {} : { described: toPlace(described) }),
    places: places.map(toPlace),
  };
}

async function coverage({ connection, folders }: AnswerContext, params: UnknownParams, signal: AbortSignal) {
  const session = ourFolder(folders, params);
  const { uri: folder } = session;
  const wish = { withInferred: params["withInferred"] === true };
  return session.read("coverage", wish, signal, (progress) => {
    void connection.sendNotification(coverageProgress.method, { folder, ...progress }).catch(() => undefined);
  });
}

async function whyIndexed(folders: OpenFolders, params: UnknownParams, signal: AbortSignal) {
  const file = folders.fileOf(textOf(params, "uri"));
  if (file === undefined)
    return { sentence: "It lies in no folder of this workspace, so Whence does not index it." };
  return { sentence: await file.session.read("whyIndexed", { path: file.absolute }, signal) };
}

function folderOf(folders: OpenFolders, params: UnknownParams): FolderSession | undefined {
  return folders.byUri(textOf(params, "folder"));
}
