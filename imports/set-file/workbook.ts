import type { Readable } from "node:stream";
import { readXml } from "./xml.ts";

/** Number formats that show a number as a day or a time. */
const isDateFormat = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58);

/** Path of the sheet that stands first in the workbook. */
export async function firstSheet(
  workbook: Readable | null,
  relations: Readable | null,
): Promise<string | undefined> {
  let first: string | undefined;
  let path: string | undefined;
  await readXml(workbook, {
    open(name, attributes) {
      if (name === "sheet") first ??= attributes["id"];
    },
  });
  await readXml(relations, {
    open(name, attributes) {
      const { Id, Target } = attributes;
      if (name === "Relationship" && Target && Id === first) path = Target;
    },
  });
  return path?.startsWith("/") ? path.slice(1) : path && `xl/${path}`;
}

/** Texts that cells name by number, in their order. */
export async function sharedTexts(shared: Readable | null): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let phonetic = 0;
  await readXml(shared, {
    open(name) {
      if (name === "rPh") phonetic += 1;
    },
    text(within, piece) {
      if (within === "t" && phonetic === 0) text += piece;
    },
    close(name) {
      if (name === "rPh") phonetic -= 1;
      if (name !== "si") return;
      texts.push(text);
      text = "";
    },
  });
  return texts;
}

/** Numbers of the cell styles that show a number as a date. */
export async function dateStyles(styles: Readable | null): Promise<Set<number>> {
  const custom = new Set<number>();
  const dates = new Set<number>();
  let isCellFormat = false;
  let position = 0;
  await readXml(styles, {
    open(name, { numFmtId, formatCode }) {
      if (name === "numFmt" && showsDate(formatCode ?? "")) custom.add(Number(numFmtId));
      if (name === "cellXfs") isCellFormat = true;
      if (name !== "xf" || !isCellFormat) return;
      if (isDateFormat(Number(numFmtId)) || custom.has(Number(numFmtId))) dates.add(position);
      position += 1;
    },
    close(name) {
      if (name === "cellXfs") isCellFormat = false;
    },
  });
  return dates;
}

/** Letters of a format that are no text of its own: `0000000 "of"` shows none. */
const showsDate = (format: string) =>
  /[ymdhs]/i.test(format.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, ""));
