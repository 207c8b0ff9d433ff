import type { Connection, TextDocuments } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Ide, OpenText } from "../ide/ide.ts";
import { answerStandard, type UnknownParams } from "./answer.ts";
import type { OpenFolders, OwnFile } from "./openFolders.ts";
import { documentUriOf, objectOf, positionOf } from "./params.ts";
import { toPoint } from "./places.ts";
import { toCodeActions } from "./toCodeActions.ts";
import { toCodeLenses, toDocumentLinks, toHover } from "./toProtocol.ts";

/** What answers work with. */
export interface AnswerContext {
  readonly connection: Connection;
  readonly folders: OpenFolders;
  readonly documents: TextDocuments<TextDocument>;
  readonly log: (sentence: string) => void;
  /** Markdown on this server, without private data. */
  readonly diagnostics: () => string;
}

/** An open document of a folder that has an index. */
export interface OwnText extends OwnFile {
  readonly ide: Ide;
  readonly text: OpenText;
}

/** Answers what an editor asks about open texts. What is not ours gets nothing. */
export function answerTextRequests(context: AnswerContext): void {
  const { connection, documents, folders, log } = context;
  const answer = (
    method: string,
    otherwise: readonly [] | null,
    handler: (own: OwnText, params: UnknownParams, signal: AbortSignal) => Promise<unknown>,
  ) => {
    const whole = async (params: UnknownParams, signal: AbortSignal) => {
      const own = ownTextOf(context, documentUriOf(params));
      return own === undefined ? otherwise : ((await handler(own, params, signal)) ?? otherwise);
    };
    answerStandard(connection, method, whole, log);
  };
  answer("textDocument/hover", null, async ({ ide, text, session }, params, signal) => {
    const card = await ide.hover(text, toPoint(positionOf(params)), signal);
    return card === undefined ? null : toHover(card, session.uri);
  });
  answer("textDocument/codeLens", [], async ({ ide, text, session }, params, signal) => {
    if (session.place.settings["whence.codeLens.enabled"] === false) return [];
    return toCodeLenses(await ide.lenses(text, signal), session.uri, documentUriOf(params));
  });
  answer("textDocument/documentLink", [], async ({ ide, text, session }) =>
    toDocumentLinks(await ide.keyLinks(text), session.uri),
  );
  answer("textDocument/codeAction", [], async ({ ide, text, session }, params) => {
    const definition = await ide.definitionAt(text, toPoint(positionOf(objectOf(params, "range"), "start")));
    if (definition === undefined) return [];
    return toCodeActions(definition, await ide.linkCandidates(definition), session.uri);
  });
  documents.onDidOpen(({ document }) => lookAt(context, document.uri));
  documents.onDidClose(({ document }) => {
    const file = folders.fileOf(document.uri);
    file?.session.lookAway(file.path);
    file?.session.view?.ide.closed(file.path);
  });
}

/** Reads ahead what hovers on an open document will need, as far as there is an index; what there is not yet is made first. */
export function lookAt(context: Pick<AnswerContext, "documents" | "folders">, uri: string): void {
  const file = context.folders.fileOf(uri);
  file?.session.lookAt(file.path);
  const own = ownTextOf(context, uri);
  void own?.ide.opened(own.text);
}

/** The open document of a URI, where it lies in a folder that has an index. */
export function ownTextOf(
  { documents, folders }: Pick<AnswerContext, "documents" | "folders">,
  uri: string,
): OwnText | undefined {
  const document = documents.get(uri);
  const file = folders.fileOf(uri);
  const ide = file?.session.view?.ide;
  if (document === undefined || file === undefined || ide === undefined) return undefined;
  return { ...file, ide, text: { path: file.path, text: document.getText(), version: document.version } };
}
