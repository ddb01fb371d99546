import { StringDecoder } from "node:string_decoder";
import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { Refusal } from "#lib/refusal.ts";

export interface XmlReader {
  /** Names without their prefix. */
  open?(name: string, attributes: Record<string, string>): void;
  text?(within: string, piece: string): void;
  close?(name: string): void;
}

const DEEPEST = 64;
const local = (name: string) => name.slice(name.indexOf(":") + 1);

/** Tells a reader what a part of a workbook holds, as it is read. A part that is not there holds nothing. */
export async function readXml(source: Readable | null, reader: XmlReader): Promise<void> {
  if (source) for await (const _ of eachChunk(source, reader));
}

/** The same, with a pause after every chunk for whoever takes what the reader found. */
export async function* eachChunk(source: Readable, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false });
  const within: string[] = [];
  parser.on("doctype", () => {
    throw new Refusal("The workbook has a DOCTYPE. Lethe reads no DTD and no entities.");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (within.push(local(name)) > DEEPEST) throw new Error("nested too deep");
    reader.open?.(local(name), byLocalName(attributes));
  });
  parser.on("text", (piece) => reader.text?.(within.at(-1) ?? "", piece));
  parser.on("cdata", (piece) => reader.text?.(within.at(-1) ?? "", piece));
  parser.on("closetag", ({ name }) => {
    within.pop();
    reader.close?.(local(name));
  });
  const decoder = new StringDecoder("utf8");
  for await (const chunk of source as AsyncIterable<Buffer>) {
    parser.write(decoder.write(chunk));
    yield;
  }
  parser.write(decoder.end()).close();
  yield;
}

const byLocalName = (attributes: Record<string, string>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [local(name), value]));
