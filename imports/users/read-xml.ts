import type { Readable } from "node:stream";
import { SaxesParser } from "saxes";
import { Refusal } from "#lib/refusal.ts";
import { DEEPEST, LONGEST_USER_CHARACTERS } from "../limits.ts";
import { textOf } from "../read-file.ts";
import {
  TOTAL,
  warnOfPage,
  type AlmaUser,
  type AlmaValue,
  type FoundUser,
  type Warn,
} from "./alma-values.ts";

/** Elements that only hold a list, with the name that the list has in JSON. */
const lists = new Map([
  ["addresses", "address"],
  ["emails", "email"],
  ["phones", "phone"],
  ["address_types", "address_type"],
  ["email_types", "email_type"],
  ["phone_types", "phone_type"],
  ["user_identifiers", "user_identifier"],
  ["user_roles", "user_role"],
  ["user_blocks", "user_block"],
  ["user_notes", "user_note"],
  ["user_statistics", "user_statistic"],
  ["proxy_for_users", "proxy_for_user"],
]);

const NO_ENTRY: AlmaValue = [];

interface Element {
  name: string;
  fields: AlmaUser | null;
  text: string;
}

/**
 * The users of Alma user XML (schema v2), each as the Users API's JSON would have it, in flat memory:
 * a <user>, or <users> of them. Refuses what is not that, with its line.
 */
export async function* xmlUsers(
  source: Readable,
  file: string,
  warn: Warn,
): AsyncGenerator<FoundUser, void, undefined> {
  const reading = new XmlReading(file);
  for await (const text of textOf(source, file)) yield* reading.read(text);
  yield* reading.end();
  warnOfPage(reading.count, reading.total, warn);
}

class XmlReading {
  readonly #file: string;
  readonly #parser = new SaxesParser({ position: true, xmlns: false });
  #found: FoundUser[] = [];
  /** From <user> inwards. */
  #open: Element[] = [];
  #depth = 0;
  #depthOfUsers = 0;
  #line = 1;
  #progress = 0;
  count = 0;
  /** What the API's answer says of itself. */
  total: string | undefined;

  constructor(file: string) {
    this.#file = file;
    const parser = this.#parser;
    parser.on("xmldecl", ({ encoding }) => this.#checkEncoding(encoding));
    parser.on("doctype", () =>
      this.#refuse(`has a DOCTYPE on line ${parser.line}. Lethe reads no DTD and no entities`),
    );
    parser.on("opentag", ({ name, attributes }) => this.#enter(name, attributes));
    parser.on("closetag", () => this.#leave());
    parser.on("text", (text) => this.#take(text));
    parser.on("cdata", (text) => this.#take(text));
  }

  read(text: string): FoundUser[] {
    this.#parse(() => this.#parser.write(text));
    if (this.#parser.position - this.#progress > LONGEST_USER_CHARACTERS) {
      const megabytes = LONGEST_USER_CHARACTERS / 1024 ** 2;
      this.#refuse(
        this.#open.length > 0
          ? `holds a user of more than ${megabytes} MB from line ${this.#line} on`
          : `holds more than ${megabytes} MB without a user from line ${this.#line} on`,
      );
    }
    return this.#handOut();
  }

  end(): FoundUser[] {
    if (this.#parser.position === 0) throw new Refusal(`${this.#file} is empty.`);
    this.#parse(() => this.#parser.close());
    return this.#handOut();
  }

  #handOut(): FoundUser[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #parse(step: () => unknown): void {
    try {
      step();
    } catch (error) {
      if (error instanceof Refusal || !(error instanceof Error)) throw error;
      this.#refuse(this.#whatIsWrong(error.message));
    }
  }

  /** The parser's own message may quote the file. */
  #whatIsWrong(message: string): string {
    const { line } = this.#parser;
    if (/unclosed tag|unexpected end|must contain a root/.test(message)) {
      return this.#open.length > 0
        ? `ends in the middle of the user from line ${this.#line}: it was cut off`
        : `ends on line ${line} before its last element is closed: it was cut off`;
    }
    if (/text data outside/.test(message) && this.#line === 1 && this.#depthOfUsers === 0)
      return "is not XML: it begins with something other than <";
    if (/entity/.test(message)) {
      return `uses an entity on line ${line} that is not one of &amp; &lt; &gt; &quot; &apos; or a character's number`;
    }
    return `is not well-formed XML on line ${line}`;
  }

  #refuse(what: string): never {
    throw new Refusal(`${this.#file} ${what}. Nothing of it was imported.`);
  }

  #checkEncoding(encoding: string | undefined): void {
    if (encoding === undefined || /^(utf-?8|us-ascii)$/i.test(encoding)) return;
    this.#refuse(`says that it is ${encoding.slice(0, 40)}. Save it in UTF-8`);
  }

  #enter(name: string, attributes: Record<string, string>): void {
    this.#depth++;
    if (this.#depth > DEEPEST)
      this.#refuse(`nests more than ${DEEPEST} elements on line ${this.#parser.line}`);
    this.#refuseNamespace(name, attributes);
    if (this.#depth === 1) this.total = attributes[TOTAL];
    if (this.#open.length === 0) this.#enterOutside(name.toLowerCase());
    if (this.#depth < this.#depthOfUsers || this.#depthOfUsers === 0) return;
    const { preferred } = attributes;
    this.#open.push({ name, text: "", fields: preferred === undefined ? null : { preferred } });
  }

  /** Above the users there is <users>, or nothing. */
  #enterOutside(name: string): void {
    const { line } = this.#parser;
    if (this.#depth === 1 && name !== "users" && name !== "user") {
      this.#refuse(
        `begins with <${name.slice(0, 40)}>; Alma's user XML begins with <users> or <user>`,
      );
    }
    if (this.#depth === 2 && name !== "user")
      this.#refuse(`holds <${name.slice(0, 40)}> on line ${line} where a <user> should stand`);
    this.#line = line;
    if (name === "user") this.#depthOfUsers = this.#depth;
  }

  #refuseNamespace(name: string, attributes: Record<string, string>): void {
    if (!name.includes(":") && !attributes.xmlns) return;
    const older = Object.values(attributes).some((value) => value.includes("user_record/xmlbeans"));
    this.#refuse(
      older
        ? "is in Alma's older schema v1. Export it in schema v2"
        : `has elements in a namespace on line ${this.#parser.line}; Alma's user XML (schema v2) has none`,
    );
  }

  #take(text: string): void {
    const element = this.#open.at(-1);
    if (element) element.text += text;
    else if (this.#depth > 0 && /\S/.test(text))
      this.#refuse(`holds text between its users on line ${this.#parser.line}`);
  }

  #leave(): void {
    this.#depth--;
    const element = this.#open.pop();
    if (!element) return;
    const around = this.#open.at(-1);
    if (around) {
      around.fields ??= {};
      attach(around.fields, element);
      return;
    }
    this.#found.push({ line: this.#line, user: element.fields ?? {} });
    this.count++;
    this.#progress = this.#parser.position;
    this.#line = this.#parser.line;
  }
}

function attach(around: AlmaUser, { name, fields: own, text }: Element): void {
  const list = lists.get(name);
  if (list === undefined) return append(around, name, own ?? text);
  around[list] ??= [];
  // What does not belong into a list makes it none, and the user is refused: an empty one would clear.
  const strange = /\S/.test(text) || Object.keys(own ?? {}).some((key) => key !== list);
  const items = strange ? [NO_ENTRY] : own?.[list];
  for (const item of Array.isArray(items) ? items : [items]) {
    if (item !== undefined) append(around, list, item);
  }
}

/** What is there twice becomes a list. */
function append(around: AlmaUser, name: string, value: AlmaValue): void {
  // The one name that would not become a field.
  if (name === "__proto__") return;
  const before = around[name];
  if (before === undefined || !Object.hasOwn(around, name)) around[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else around[name] = [before, value];
}
