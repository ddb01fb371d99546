import type { Readable } from "node:stream";
import { Refusal } from "#lib/refusal.ts";
import { DEEPEST, LONGEST_USER_CHARACTERS } from "../limits.ts";
import { textOf } from "../read-file.ts";
import {
  isRecord,
  TOTAL,
  warnOfPage,
  type AlmaUser,
  type AlmaValue,
  type FoundUser,
  type Warn,
} from "./alma-values.ts";

/**
 * The users of the Users API's JSON in flat memory: one object, an array of them, or the API's list
 * {"user": […], "total_record_count": n}. Each user is cut out of the text and parsed by itself. Warns
 * of a list that is one page of several.
 */
export async function* jsonUsers(
  source: Readable,
  file: string,
  warn: Warn,
): AsyncGenerator<FoundUser, void, undefined> {
  const reading = new JsonReading(file, warn);
  for await (const text of textOf(source, file)) yield* reading.read(text);
  yield* reading.end();
}

/** A list's name stands no further from its bracket. */
const NEAR_CHARACTERS = 64;

const [NEWLINE, QUOTE, BACKSLASH] = [0x0a, 0x22, 0x5c];
const isBlank = (code: number) =>
  code === 0x20 || code === 0x09 || code === 0x0d || code === BYTE_ORDER_MARK;
const BYTE_ORDER_MARK = 0xfeff;

/** How many fields a value has, those of its own values among them. */
const fieldsIn = (value: AlmaValue): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce(
        (sum: number, part: AlmaValue) => sum + fieldsIn(part),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;

/** `object` is the outermost one, a user or the API's list; `rest` is what follows the list in it. */
type Place = "start" | "object" | "list" | "user" | "rest" | "end";

class JsonReading {
  readonly #file: string;
  readonly #warn: Warn;
  #found: FoundUser[] = [];
  #place: Place = "start";
  #expected: "user or end" | "user" | "comma or end" = "user or end";
  /** What stands around the API's list before it; undefined when the file is an array. */
  #before: string | undefined;
  #text = "";
  /** Where the present user, object or rest begins in the present text; what earlier texts held of it. */
  #from = 0;
  #kept = "";
  #depth = 0;
  /** Fields of the present record as its text has them, within others too. */
  #fields = 0;
  #inString = false;
  #escaped = false;
  #line = 1;
  #firstLine = 1;
  #count = 0;

  constructor(file: string, warn: Warn) {
    this.#file = file;
    this.#warn = warn;
  }

  read(text: string): FoundUser[] {
    this.#text = text;
    this.#from = 0;
    for (let at = 0; at < text.length;) {
      if (this.#inString) {
        at = this.#passString(at);
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === NEWLINE) this.#line++;
      else if (!isBlank(code)) this.#step(String.fromCharCode(code), at);
      at++;
    }
    this.#kept = this.#isCutting() ? this.#cut(text.length) : "";
    if (this.#kept.length > LONGEST_USER_CHARACTERS) {
      const megabytes = LONGEST_USER_CHARACTERS / 1024 ** 2;
      this.#refuse(`holds a record of more than ${megabytes} MB from line ${this.#firstLine} on`);
    }
    return this.#handOut();
  }

  end(): FoundUser[] {
    if (this.#place === "start") throw new Refusal(`${this.#file} is empty.`);
    if (this.#place === "user" || this.#place === "object")
      this.#refuse(`ends in the middle of the record from line ${this.#firstLine}: it was cut off`);
    if (this.#place !== "end") this.#refuse("ends before its list does: it was cut off");
    return this.#handOut();
  }

  #handOut(): FoundUser[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #refuse(what: string): never {
    throw new Refusal(`${this.#file} ${what}. Nothing of it was imported.`);
  }

  /** From within a string to behind its closing quote, or behind the text. */
  #passString(from: number): number {
    for (let at = from; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
    }
    return this.#text.length;
  }

  #step(character: string, at: number): void {
    switch (this.#place) {
      case "start":
        return this.#begin(character, at);
      case "list":
        return this.#betweenUsers(character, at);
      case "object":
      case "user":
      case "rest":
        return this.#within(character, at);
      case "end":
        return this.#refuse(
          `goes on after its end on line ${this.#line}; put several users into one list`,
        );
    }
  }

  #begin(character: string, at: number): void {
    if (character === "[") this.#place = "list";
    else if (character === "{") this.#startCut("object", at);
    else this.#refuse("is not JSON: it begins with neither { nor [");
  }

  #betweenUsers(character: string, at: number): void {
    const expected = this.#expected;
    if (character === "{" && expected !== "comma or end") this.#startCut("user", at);
    else if (character === "," && expected === "comma or end") this.#expected = "user";
    else if (character === "]" && expected !== "user") {
      if (this.#before === undefined) this.#place = "end";
      else this.#startCut("rest", at + 1);
    } else this.#refuse(`holds something other than users in its list on line ${this.#line}`);
  }

  #startCut(place: Place, from: number): void {
    this.#place = place;
    this.#from = from;
    this.#kept = "";
    this.#firstLine = this.#line;
    this.#fields = 0;
    this.#depth = place === "rest" ? 1 : 0;
    if (place !== "rest") this.#enter();
  }

  #isCutting(): boolean {
    return this.#place === "object" || this.#place === "user" || this.#place === "rest";
  }

  #cut(until: number): string {
    return this.#kept + this.#text.slice(this.#from, until);
  }

  #within(character: string, at: number): void {
    if (character === '"') this.#inString = true;
    else if (character === ":") this.#fields++;
    else if (character === "[" && this.#isListOfUsers(at)) {
      this.#before = this.#cut(at);
      this.#place = "list";
    } else if (character === "{" || character === "[") {
      this.#enter();
    } else if (character === "}" || character === "]") {
      this.#depth--;
      if (this.#depth === 0) this.#complete(this.#cut(at + 1));
    }
  }

  #isListOfUsers(at: number): boolean {
    if (this.#place !== "object" || this.#depth !== 1) return false;
    const near = this.#text.slice(Math.max(this.#from, at - NEAR_CHARACTERS), at);
    return /"user"\s*:\s*$/.test(this.#kept.slice(-NEAR_CHARACTERS) + near);
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > DEEPEST)
      this.#refuse(`nests more than ${DEEPEST} values on line ${this.#line}`);
  }

  #complete(text: string): void {
    if (this.#place === "user") {
      this.#place = "list";
      this.#expected = "comma or end";
      this.#take(this.#parse(text));
      return;
    }
    const isRest = this.#place === "rest";
    this.#place = "end";
    if (isRest) {
      this.#checkAround(this.#parse(`${this.#before}[]${text}`));
      return;
    }
    const object = this.#parse(text);
    if (!(TOTAL in object)) this.#take(object);
    // The API's list leaves its users out when there are none.
    else if (Number(object[TOTAL]) !== 0)
      this.#refuse(`tells a ${TOTAL}, and no list "user": […] beside it`);
  }

  #parse(text: string): AlmaUser {
    try {
      const value: unknown = JSON.parse(text);
      if (isRecord(value)) return value;
    } catch {
      // Its message quotes the file.
    }
    return this.#refuse(`is not valid JSON in the record from line ${this.#firstLine}`);
  }

  #take(user: AlmaUser): void {
    this.#count++;
    if (this.#count === 1 && !("primary_id" in user)) {
      this.#refuse("is not the Users API's JSON: its first record has no primary_id");
    }
    // Of fields of one name, parsing keeps the last.
    const repeats = fieldsIn(user) < this.#fields;
    this.#found.push({ line: this.#firstLine, user, ...(repeats && { repeats }) });
  }

  #checkAround(around: AlmaUser): void {
    if (!Array.isArray(around.user) || around.user.length > 0)
      this.#refuse("has more than one list of users");
    warnOfPage(this.#count, around[TOTAL], this.#warn);
  }
}
