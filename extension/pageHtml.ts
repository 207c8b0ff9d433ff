/** A page of `webview/`. */
export interface WebviewPage {
  /** Folder below `webview/`, such as `chat`. */
  readonly name: string;
  readonly title: string;
}

/** Where the files of a page come from. */
export interface PagePlace {
  /** Source of scripts and style sheets, as a policy names it. */
  readonly source: string;
  /** Used once. */
  readonly nonce: string;
  /** Address of a file of `dist/webview`. */
  readonly file: (name: string) => string;
}

/**
 * HTML of a page. Its policy allows scripts with the nonce, style sheets and fonts of ours, and no
 * connection, frame, form or image from elsewhere (https://code.visualstudio.com/api/extension-guides/webview#content-security-policy).
 */
export function pageHtml(page: WebviewPage, { source, nonce, file }: PagePlace): string {
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
