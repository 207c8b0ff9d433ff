import { crc32, deflateRawSync } from "node:zlib";

/** A part of a ZIP container by name; `statedSize` is what the container claims, where that is not the truth. */
export interface ZipPart {
  readonly name: string;
  readonly content: string | Buffer;
  readonly statedSize?: number;
  readonly encrypted?: boolean;
}

/** A Word document with this body (WordprocessingML) and, where given, a title among its properties. */
export function makeDocx(body: string, title?: string): Buffer {
  const main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const types = "http://schemas.openxmlformats.org/package/2006/content-types";
  return makeZip([
    {
      name: "[Content_Types].xml",
      content: `<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: "_rels/.rels",
      content: `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`,
    },
    {
      name: "word/_rels/document.xml.rels",
      content: `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/footnotes" Target="footnotes.xml"/><Relationship Id="r2" Type="${office}/numbering" Target="numbering.xml"/></Relationships>`,
    },
    {
      name: "word/footnotes.xml",
      content: `<w:footnotes xmlns:w="${main}"><w:footnote w:id="1">${paragraph("Agreed with the bank in March.")}</w:footnote></w:footnotes>`,
    },
    {
      name: "word/numbering.xml",
      content: `<w:numbering xmlns:w="${main}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
    },
    {
      name: "word/document.xml",
      content: `<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`,
    },
    ...(title === undefined
      ? []
      : [
          {
            name: "docProps/core.xml",
            content: `<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></p>`,
          },
        ]),
  ]);
}

/** A paragraph of WordprocessingML; `style` as Word names it (`Heading1`), `item` makes it one of a list. */
export function paragraph(
  text: string,
  options: { style?: string; item?: boolean; note?: number } = {},
): string {
  const style = options.style === undefined ? "" : `<w:pStyle w:val="${options.style}"/>`;
  const item = options.item ? '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' : "";
  const note = options.note === undefined ? "" : `<w:r><w:footnoteReference w:id="${options.note}"/></w:r>`;
  return `<w:p><w:pPr>${style}${item}</w:pPr><w:r><w:t>${text}</w:t></w:r>${note}</w:p>`;
}

/** A table of WordprocessingML. */
export function table(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
  return `<w:tbl>${rows.map((row) => `<w:tr>${row.map(cell).join("")}</w:tr>`).join("")}</w:tbl>`;
}

/** A ZIP container of the given parts, each packed. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, statedSize, encrypted = false } of parts) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(statedSize ?? bytes.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\u0003\u0004", "latin1"), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 0]);
    directory.push(
      Buffer.concat([Buffer.from("PK\u0001\u0002", "latin1"), made, common, rest, Buffer.from(name)]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, entries, Buffer.from("PK\u0005\u0006", "latin1"), end]);
}
