import type { Extraction } from "../extraction.ts";
import { readHtml } from "../html.ts";
import { htmlOnLines } from "./htmlLines.ts";
import { unzipParts, type ZipProblem } from "./zipParts.ts";

const megabyte = 1024 * 1024;
/** The text of a Word document unpacks to a few megabytes, pictures to some more; far more is made to fill the memory. */
const unpackedMost = { wanted: 64 * megabyte, all: 256 * megabyte };

/** Names of styles in addition to those which the library knows; comments are kept, because they say why. */
const styles = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Heading 7'] => h6:fresh",
  "p[style-name='Code'] => pre:separator('\n')",
  "comment-reference => sup",
];

const sentences: Readonly<Record<ZipProblem, string>> = {
  broken: "The Word document is broken and was not read: open it and save a copy.",
  encrypted: "The Word document is protected by a password and was not read: save a copy without one.",
  tooLarge: "The Word document unpacks to more than 64 MB of text, or 256 MB in all, and was not read.",
};

/**
 * Text of a Word document (ECMA-376) with its headings, lists and tables; footnotes and comments follow at the end.
 * Pictures, macros and links to other files are not touched. Gives a sentence where it is broken, locked or too large.
 */
export async function readDocx(bytes: Uint8Array): Promise<Extraction> {
  if (isCompoundFile(bytes)) return { unreadable: sentences.encrypted };
  const parts = unzipParts(bytes, (name) => /\.(?:xml|rels)$/i.test(name), unpackedMost);
  if (typeof parts === "string") return { unreadable: sentences[parts] };
  try {
    const outline = readHtml(htmlOnLines(await toHtml(bytes)));
    const title = outline.headings.find(({ level }) => level === 1)?.text ?? statedTitle(parts);
    const text = outline.text ?? "";
    if (text.trim() === "") return { unreadable: "The Word document holds no text, so nothing was read." };
    return { ...outline, text, ...(title === undefined ? {} : { title }), divisions: [] };
  } catch {
    return { unreadable: sentences.broken };
  }
}

async function toHtml(bytes: Uint8Array): Promise<string> {
  // Loaded at the first document: most folders hold none.
  const { default: mammoth } = await import("mammoth");
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    {
      styleMap: styles,
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
      convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })),
    },
  );
  return value;
}

/** Word writes a locked document as a compound file (MS-CFB), the container of its older format. */
function isCompoundFile(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 8)).toString("hex") === "d0cf11e0a1b11ae1";
}

function statedTitle(parts: ReadonlyMap<string, Buffer>): string | undefined {
  const properties = parts.get("docProps/core.xml")?.toString("utf8") ?? "";
  const title =
    readHtml(/<dc:title>([^<]{1,400})<\/dc:title>/.exec(properties)?.[1] ?? "").text?.trim() ?? "";
  return /\p{L}{2}/u.test(title) ? title : undefined;
}
