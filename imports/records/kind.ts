import type { Column, Present } from "../format.ts";

/*
 * Loans, fees, requests and borrowing requests are imported alike. What sets one apart is told here
 * as data; SQL in it speaks of `s`, the line or what was resolved of it, `l`, the link that the
 * record has already, and `old`, that record.
 */

export interface RecordKind {
  /** Names staging's part and patron.admit_*, as well as the table in `record`. */
  records: string;
  /** Lower case, for the middle of a sentence. */
  one: string;
  links: string;
  notes: string;
  /** The link's and the note's key, which is the record's id. */
  key: string;
  columns: readonly Column[];
  /** The column of the source's number. */
  number: string;
  /** The column of the note. */
  note: string;
  /** Has a location column. */
  located: boolean;
  facts: readonly Fact[];
  /** Over the facts by name: the moment of ending, and whether the record is finished. */
  ended: string;
  finished: string;
  /** Columns that name a day of ending. */
  ends: readonly string[];
  items?: Items;
  refusals?: readonly Refused[];
  /** Over the facts by name: what a refusal's sentence may tell of them, as `f.told`. */
  told?: string;
  /** How a finished one, several, and the end that they lack are called, where a file may lack it. */
  endless?: readonly [one: string, many: string, end: string];
  /** The fact that a user's last activity follows. */
  activity?: string;
  loan?: LoanNamed;
}

/** What a line says of a record, under the name of its column in staging. */
export interface Fact {
  name: string;
  /** PostgreSQL's type, which patron.admit_* checks. */
  type: string;
  /** The file's column. Where a file leaves it out, a linked record keeps what it has. */
  from: string;
  /** Where `resolve` finds it, if not in the line's cell. */
  found?: string;
  /** What an empty cell means, if not nothing. */
  empty?: string;
  /** Where a linked record has it now. */
  present: string;
  /** What stays of that when the file leaves the column out. */
  kept?: string;
  /** Stays where the line finds nothing. */
  lasting?: boolean;
  /** The columns that take it. A moment stands on the record as its day. */
  record?: string;
  link?: string;
}

/** Items that the lines name by barcode. */
export interface Items {
  column: string;
  /** Columns that describe the item. */
  described: readonly string[];
  /** Describes items that are there already, too. */
  rewrites: boolean;
}

/** A line that will not do. The sentence is SQL over `l`, the line, and `f`, its fate. */
export interface Refused {
  fate: string;
  column: string;
  sentence: string;
  /** Over the facts by name, and `s`. */
  when: string;
}

/** The loan of the same source that a line may name. */
export interface LoanNamed {
  column: string;
  /** The keyed hash of that number, in staging. */
  digest: string;
}

/** An exact time: on the link as it is, on the record as its day. */
export const moment = (name: string, from: string): Fact => ({
  name,
  type: "timestamptz",
  from,
  present: `l.${name}`,
  link: name,
  record: name.replace(/_at$/, "_on"),
});

/** A fact that the record alone has, under the name of the file's column. */
export const plain = (name: string, type: string, rest: Partial<Fact> = {}): Fact => ({
  name,
  type,
  from: name,
  present: `old.${name}`,
  record: name,
  ...rest,
});

/** The column of ending of the families that tell by a status whether they are finished. */
export const namedEnd = (from: string): Fact => ({
  name: "named_end",
  type: "timestamptz",
  from,
  present: "l.ended_at",
});

/** An end of what has not ended contradicts itself. */
export const neverEnded = (
  one: string,
  column: string,
  end: string,
  finished: string,
): Refused => ({
  fate: "neverEnded",
  column,
  sentence: `format('A ${one} that is %s has no ${end}.', replace(l.status::text, '_', ' '))`,
  when: `s.${column} IS NOT NULL AND NOT (${finished})`,
});

/** An end before the beginning, by days: of the two one may have a time and the other none. */
export const endedBefore = (
  column: string,
  ended: string,
  from: string,
  began: string,
): Refused => ({
  fate: `${column}Before`,
  column,
  sentence: `'${column} lies before ${from}.'`,
  when: `${ended}::date < ${began}::date`,
});

/** What a line says, an empty cell being taken for what it means. */
const given = ({ from, found, empty }: Fact): string =>
  empty ? `coalesce(${found ?? `s.${from}`}, ${empty})` : (found ?? `s.${from}`);

/** A fact as staging takes it from the line. */
export const staged = (fact: Fact): string => `(${given(fact)})::${fact.type} AS ${fact.name}`;

/** A fact as the record is to have it, where `said` holds what the line says. */
export function wanted(fact: Fact, has: Present, said: string): string {
  const kept = fact.kept ?? fact.present;
  if (!has(fact.from)) return fact.empty ? `coalesce(${kept}, ${fact.empty})` : kept;
  return fact.lasting ? `coalesce(${said}, ${kept})` : said;
}

/** A fact as the record is to have it, told from the line alone. */
export const judged = (fact: Fact, has: Present): string =>
  `${wanted(fact, has, given(fact))} AS ${fact.name}`;
