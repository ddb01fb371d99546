import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { zip, type Packed } from "../../test/zip.ts";
import { readSetFile } from "./set-file.ts";

const read = (content: string | Buffer) => readSetFile(Buffer.from(content));
const values = async (content: string | Buffer) => (await read(content)).map(({ value }) => value);
const refusal = (content: string | Buffer) =>
  read(content).then(
    () => "taken",
    (error: Error) => `${error.name}: ${error.message}`,
  );

const namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** A workbook as Excel writes it; `rows` is the XML of the first sheet's rows. */
function xlsx(rows: string, more: Packed[] = []): Buffer {
  return zip([
    {
      name: "xl/workbook.xml",
      content: `<?xml version="1.0" encoding="UTF-8"?><workbook ${namespace} xmlns:r="r"><sheets><sheet name="List" sheetId="7" r:id="rId9"/><sheet name="Other" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      content: `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId9" Target="worksheets/sheet2.xml"/></Relationships>`,
    },
    { name: "xl/worksheets/sheet1.xml", content: `<worksheet ${namespace}/>` },
    {
      name: "xl/worksheets/sheet2.xml",
      content: `<worksheet ${namespace}><sheetData>${rows}</sheetData></worksheet>`,
    },
    {
      name: "xl/sharedStrings.xml",
      content: `<sst ${namespace}><si><t>Primary ID</t></si><si><t xml:space="preserve">0012</t></si><si><r><t>rich</t></r><r><t>text</t></r></si><si><t>漢</t><rPh><t>kan</t></rPh></si></sst>`,
    },
    {
      name: "xl/styles.xml",
      content: `<styleSheet ${namespace}><numFmts><numFmt numFmtId="164" formatCode="0000000"/><numFmt numFmtId="165" formatCode="dd/mm/yy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    },
    ...more,
  ]);
}
const header = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';

describe("a text file", () => {
  test.each([
    ["CSV", "Primary ID,Name\r\n0012,Ada\r\nb7,Bob\r\n"],
    ["CSV with a byte order mark", "\ufeffprimary id,Name\n0012,Ada\nb7,Bob"],
    ["CSV with semicolons", "USERNAME;Name\n0012;Ada, B.\nb7;Bob\n"],
    ["CSV with quotes", '"User name","Name"\n"0012","Ada, ""B"""\n"b7",Bob\n'],
    ["TXT with tabs", "User name\tName\n0012\tAda\nb7\tBob\n"],
    ["TXT of one column", "USERNAME\n0012\n\n  b7  \n"],
    ["TXT of old Macintosh lines", "USERNAME\r0012\rb7"],
  ])("gives the IDs of its first column with their zeros: %s", async (_, text) => {
    expect(await values(text)).toEqual(["0012", "b7"]);
  });

  test("tells each ID's line", async () => {
    expect(await read('USERNAME,Note\na,"two\nlines"\n\nb,\n')).toEqual([
      { line: 2, value: "a", isNumber: false },
      { line: 5, value: "b", isNumber: false },
    ]);
  });

  test("with an ID that a spreadsheet has shortened is refused", async () => {
    expect(await refusal("Primary ID\n12E5\n3.9007E+13\n")).toBe(
      "Refusal: A spreadsheet has shortened the ID on line 3. Format the column as text, and export again.",
    );
  });

  test("keeps what looks like a formula as the text that it is", async () => {
    expect(await values("USERNAME\n=1+1\n+41\n")).toEqual(["=1+1", "+41"]);
  });
});

describe("a workbook", () => {
  test("gives the first column of the sheet that stands first, its texts as they are", async () => {
    const rows = `${header}<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>5</v></c></row><row r="4"><c r="A4" t="s"><v>2</v></c></row><row r="5"><c r="B5"><f>1+1</f><v>2</v></c></row><row r="6"><c r="A6" t="inlineStr"><is><t>in line</t></is></c></row><row r="7"><c r="A7" t="s"><v>3</v></c></row>`;
    expect(await read(xlsx(rows))).toEqual([
      { line: 2, value: "0012", isNumber: false },
      { line: 4, value: "richtext", isNumber: false },
      { line: 6, value: "in line", isNumber: false },
      { line: 7, value: "漢", isNumber: false },
    ]);
  });

  test("gives whole numbers as their digits and says that they are numbers", async () => {
    const rows = `${header}<row r="2"><c r="A2"><v>12345</v></c></row><row r="3"><c r="A3" s="1" t="n"><v>1.2E3</v></c></row>`;
    expect(await read(xlsx(rows))).toEqual([
      { line: 2, value: "12345", isNumber: true },
      { line: 3, value: "1200", isNumber: true },
    ]);
  });

  test.each([
    [
      "a formula",
      '<c r="A2"><f>B2</f><v>12</v></c>',
      "Row 2 holds a formula in the first column. Copy the column and paste its values.",
    ],
    [
      "an error",
      '<c r="A2" t="e"><v>#N/A</v></c>',
      "Row 2 holds an error of Excel in the first column.",
    ],
    [
      "a number without its last digits",
      '<c r="A2"><v>1.23456789012346E+17</v></c>',
      "Excel turned the ID in row 2 into a number that is not it any more. Format the column as Text and enter the IDs anew, or send a CSV file.",
    ],
    [
      "part of a number",
      '<c r="A2"><v>1.5</v></c>',
      "Excel turned the ID in row 2 into a number that is not it any more. Format the column as Text and enter the IDs anew, or send a CSV file.",
    ],
    [
      "a date by a format of Excel's",
      '<c r="A2" s="3"><v>45123</v></c>',
      "Excel turned the ID in row 2 into a date. Format the column as Text and enter the IDs anew, or send a CSV file.",
    ],
    [
      "a date by a format of one's own",
      '<c r="A2" s="2"><v>45123</v></c>',
      "Excel turned the ID in row 2 into a date. Format the column as Text and enter the IDs anew, or send a CSV file.",
    ],
  ])("with %s in the first column is refused", async (_, cell, sentence) => {
    expect(await refusal(xlsx(`${header}<row r="2">${cell}</row>`))).toBe(`Refusal: ${sentence}`);
  });

  test("with a DTD is refused", async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha">]>';
    const sheet = {
      name: "xl/worksheets/sheet2.xml",
      content: `${bomb}<worksheet>&a;</worksheet>`,
    };
    expect(await refusal(xlsx("", [sheet]))).toBe(
      "Refusal: The workbook has a DOCTYPE. Lethe reads no DTD and no entities.",
    );
  });

  test("that unpacks to far more than it is, honestly or not, is refused", async () => {
    const zeros = Buffer.alloc(64 * 1024 ** 2);
    const bomb = { name: "xl/worksheets/sheet9.xml", content: zeros };
    const sentence =
      "Refusal: The workbook unpacks to more than a list of users does. Send its first column alone.";
    expect(await refusal(xlsx(header, [bomb]))).toBe(sentence);
    const lie = { name: "xl/worksheets/sheet2.xml", content: zeros, unpackedBytes: 100 };
    expect(await refusal(xlsx(header, [lie]))).toBe(
      "Refusal: The file is not a whole XLSX workbook: it was cut off, or is another kind of file.",
    );
  });

  test("with a password, cut off, or a zip of something else is refused", async () => {
    const whole = xlsx(header);
    const notWhole =
      "Refusal: The file is not a whole XLSX workbook: it was cut off, or is another kind of file.";
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe(notWhole);
    expect(await refusal(zip([{ name: "readme.txt", content: "hello" }]))).toBe(notWhole);
    expect(await refusal(xlsx("<row r='2'><c r='A2'>"))).toBe(notWhole);
    expect(await refusal(zip([{ name: "a", content: "b", encrypted: true }]))).toBe(
      "Refusal: The workbook is protected by a password. Save it without one.",
    );
  });
});

test.each([
  ["nothing", "", "The file is empty."],
  ["only a header", "Primary ID\n", "The file lists nobody below its header."],
  [
    "no header",
    "0012\nb7\n",
    "The first column has no header that Lethe knows. Head it Primary ID, USERNAME or User name.",
  ],
  [
    "the header in another column",
    "Name,Primary ID\nAda,0012\n",
    "The first column has no header that Lethe knows. Head it Primary ID, USERNAME or User name.",
  ],
  [
    "a quote that is not closed",
    'Primary ID\na\n"b\nc\n',
    "A quote is in the wrong place on line 3, or is not closed: a cell with quotes is quoted as a whole, its quotes doubled.",
  ],
  [
    "UTF-16",
    Buffer.from("\ufeffPrimary ID\na\n", "utf16le"),
    "The file is UTF-16 text. Save it as CSV UTF-8 or as XLSX.",
  ],
  [
    "another encoding",
    Buffer.from("Primary ID\nM\xfcller\n", "latin1"),
    "The file is not UTF-8 text. Save it as CSV UTF-8 or as XLSX.",
  ],
  [
    "an old workbook",
    Buffer.from("d0cf11e0a1b11ae1000000", "hex"),
    "This is a workbook of an old Excel. Save it as XLSX or as CSV UTF-8.",
  ],
  [
    "binary rubbish",
    Buffer.concat([Buffer.from([1, 0]), randomBytes(2_000)]),
    "The file is neither text nor an XLSX workbook.",
  ],
  [
    "17 MB",
    Buffer.alloc(17 * 1024 ** 2, "a"),
    "The file is larger than 16 MB. A list of IDs is not; send its first column alone.",
  ],
  [
    "half a million and one IDs",
    `USERNAME\n${"a\n".repeat(500_001)}`,
    "The file lists more than 500,000 users. Split it.",
  ],
])("a file of %s is refused in a sentence", async (_, content, sentence) => {
  expect(await refusal(content)).toBe(`Refusal: ${sentence}`);
});
