/** A page of `webview/`. */
export interface WebviewPage {
  /** Folder below `webview/`, such as `chat`. */
  readonly name: string;
  readonly title: string;
}

/** Where a page finds its parts. */
export interface PageSource {
  /** What the policy allows: a scheme with host, as `webview.cspSource` says it. */
  readonly origin: string;
  /** Drawn anew for each page, unguessable. */
  readonly nonce: string;
  /** Address of a file of `dist/webview`. */
  address(file: string): string;
}

/**
 * HTML of a page. Its policy allows scripts with a nonce that is drawn anew each time, style sheets and fonts of ours, and no
 * connection, frame, form or image from elsewhere (https://code.visualstudio.com/api/extension-guides/webview#content-security-policy).
 */
export function pageHtml({ name, title }: WebviewPage, { origin, nonce, address }: PageSource): string {
  const policy = [
    "default-src 'none'",
    // Parts that a script loads later come from the same place; only the first one has the nonce.
    `script-src 'nonce-${nonce}' ${origin}`,
    `style-src ${origin}`,
    `font-src ${origin}`,
    `img-src ${origin}`,
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
    `<link rel="stylesheet" href="${address(`${name}.css`)}">`,
    `<title>${title}</title>`,
    "</head>",
    `<body><div id="root"></div><script type="module" nonce="${nonce}" src="${address(`${name}.js`)}"></script></body>`,
    "</html>",
  ].join("\n");
}
