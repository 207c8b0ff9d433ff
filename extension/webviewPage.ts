import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { pageHtml, type WebviewPage } from "./pageHtml.ts";

/** What a webview may do and read: our own scripts and style sheets, and nothing from anywhere else. */
export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist", "webview")] };
}

/** HTML of a page for one showing of it, with a nonce that is drawn anew each time. */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, page: WebviewPage): string {
  return pageHtml(page, {
    source: webview.cspSource,
    nonce: randomBytes(24).toString("base64url"),
    file: (name) => webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "webview", name)).toString(),
  });
}
