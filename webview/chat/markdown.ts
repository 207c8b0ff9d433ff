import DOMPurify from "dompurify";
import MarkdownIt from "markdown-it";
import { visibleText } from "./sourceText.ts";

const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;
const allowedTags = [
  ...["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br"],
  ...["em", "strong", "s", "table", "thead", "tbody", "tr", "th", "td", "button"],
];

const markdown = makeRenderer();

/**
 * Markdown of other people as nodes that do nothing: no HTML, no pictures, no links but to web pages, and these only as buttons which tell
 * where they lead (`data-url`). What a parser might overlook goes through DOMPurify, and no text hides signs.
 */
export function renderMarkdown(text: string): DocumentFragment {
  const [whole = "", head] = frontMatter.exec(text) ?? [];
  const fields = head === undefined ? "" : `<pre><code>${markdown.utils.escapeHtml(head)}</code></pre>`;
  const fragment = DOMPurify.sanitize(fields + markdown.render(text.slice(whole.length)), {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ["type", "class", "data-url", "title", "start"],
    ALLOW_DATA_ATTR: false,
  });
  for (const node of textNodes(fragment)) node.data = visibleText(node.data);
  for (const block of fragment.querySelectorAll<HTMLElement>("pre, table")) block.tabIndex = 0;
  return fragment;
}

function makeRenderer(): MarkdownIt {
  const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const { escapeHtml } = renderer.utils;
  renderer.validateLink = (url) => /^https?:\/\/[^\s/]/i.test(url);
  // Only what has another address stays a picture here; its words are all that is shown of it.
  renderer.renderer.rules["image"] = (tokens, index) => {
    const token = tokens[index];
    return escapeHtml(`![${token?.content ?? ""}](${token?.attrGet("src") ?? ""})`);
  };
  renderer.renderer.rules["link_open"] = (tokens, index) => {
    const url = escapeHtml(visibleText(tokens[index]?.attrGet("href") ?? ""));
    return `<button type="button" class="link" data-url="${url}" title="${url}">`;
  };
  renderer.renderer.rules["link_close"] = () => "</button>";
  return renderer;
}

function textNodes(fragment: DocumentFragment): readonly Text[] {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (walker.nextNode() !== null) found.push(walker.currentNode as Text);
  return found;
}
