import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** A page of `webview/`. */
export interface WebviewPage {
  /** Folder below `webview/`, such as `chat`. */
  readonly name: string;
  readonly title: string;
}

/** What a webview may do and read: our own scripts and style sheets, and nothing from anywhere else. */
export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, "dist", "webview")] };
}

/**
 * HTML of a page. Its policy allows scripts with a nonce that is drawn anew each time, style sheets and fonts of ours, and no
 * connection, frame, form or image from elsewhere (https://code.visualstudio.com/api/extension-guides/webview#content-security-policy).
 */
export function webviewHtml(webview: vscode.Webview, extension: vscode.Uri, page: WebviewPage): string {
  const file = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "webview", name)).toString();
  const nonce = randomBytes(24).toString("base64url");
  const source = webview.cspSource;
  const policy = [
    "default-src 'none'",
    // Parts that a script loads later come from the same place; only the first one has the nonce.
    `script-src 'nonce-${nonce}' ${source}`,
    `style-src ${source}`,
    `font-src ${source}`,
    `img-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<link rel="stylesheet" href="${file(`${page.name}.css`)}">`,
    `<title>${page.title}</title>`,
    "</head>",
    `<body><div id="root"></div><script type="module" nonce="${nonce}" src="${file(`${page.name}.js`)}"></script></body>`,
    "</html>",
  ].join("\n");
}
