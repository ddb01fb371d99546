import type { Database, Tx } from "#db/client.ts";
import type { jobName } from "#db/schema/index.ts";
import type { LimitOfOne, OverLimit, ThingsOfOne } from "#lib/limit-of-one.ts";

export type JobName = (typeof jobName.enumValues)[number];

/** A run as its job sees it. */
export interface Run<Frozen> {
  id: number;
  /** The day that days are counted to, YYYY-MM-DD. */
  cutOff: string;
  frozen: Frozen;
}

/** A key range that any one worker takes; `after` is exclusive, `upTo` inclusive. */
export interface Range {
  /** What the keys are of, as the job names it: a family. */
  part: string;
  after: number;
  upTo: number;
}

/** What a batch did, counted from the rows that the database says it changed. */
export interface BatchOutcome {
  /** The last key whose fate is decided; the next batch begins after it. */
  reached: number;
  /** Rows looked at. */
  visited: number;
  counts: Count[];
}

export interface Count {
  measure: string;
  label: string;
  count: number;
}

/** What a run was asked for with: options as its job defines them, and who asks. */
export interface Asked {
  options?: unknown;
  staffId: string | null;
  apiKeyId: number | null;
}

/** How much a run would remove, of how much there is, in the same things. */
export interface Size {
  removes: number;
  total: number;
  /** Of which library or user group more would go than may; where that was asked. */
  over?: OverLimit[];
}

/** What an independent look afterwards found, and how it was checked, in words without patron data. */
export interface Verdict {
  good: boolean;
  checks: { name: string; how: string; found: number; good: boolean }[];
}

/**
 * A job is data: what it freezes when a run starts, how it cuts its work into ranges, and what one
 * batch of a range does. The engine knows nothing of what the rows are.
 */
export interface Job<Frozen> {
  name: JobName;
  title: string;
  /** What it removes, in words: "links and notes". */
  things: string;
  /** What of a library or user group is counted, where what may go of one is limited. */
  thingsOfOne?: ThingsOfOne;
  /** What it does to them, and did, where it does not remove. */
  verb?: readonly [does: string, did: string];
  /** Settings and options, read once when the run is asked for. */
  freeze(tx: Tx, asked: Asked): Promise<Frozen>;
  /** The options that were frozen, for freezing them anew. */
  optionsOf?(frozen: Frozen): unknown;
  /** What of it a preview and a second person are held to, where that is not all. */
  compared?(frozen: Frozen): unknown;
  /** What was frozen, once a second person has let it start; where the job asks who that was. */
  approved?(frozen: Frozen, staffId: string): Frozen;
  /** Reads back what `freeze` stored. */
  parse(stored: unknown): Frozen;
  /** Before `plan`, as the one role of a worker that may ask who is in a set: keeps whom the run is about. */
  gather?(tx: Tx, run: Run<Frozen>): Promise<void>;
  /** Once per run, in the transaction that makes it running: prepares what batches read, and cuts the bulks. */
  plan(tx: Tx, run: Run<Frozen>): Promise<(Range & { planned: number })[]>;
  /**
   * What the run would remove if it went on undisturbed; asked after `plan`, by the decision that batches
   * take. With a limit also of which library or user group more would go, where the job has `thingsOfOne`.
   */
  size(tx: Tx, run: Run<Frozen>, limit?: LimitOfOne | null): Promise<Size>;
  /** One transaction's work on at most `size` rows of the range. */
  batch(tx: Tx, run: Run<Frozen>, range: Range, size: number): Promise<BatchOutcome>;
  /**
   * Looks at what the run left, on one snapshot after its last batch, by queries of its own. Of a run that
   * was stopped (not `whole`) it asks what must hold whenever a run stops, and not what is left.
   */
  verify?(tx: Tx, run: Run<Frozen>, whole: boolean): Promise<Verdict>;
  /** Drops what `plan` prepared; in the transaction that ends the run. */
  clean(tx: Tx, run: Run<Frozen>): Promise<void>;
  /** True when a count means that something was done, so that the run was not empty. */
  isEffect(measure: string): boolean;
}

// A registry holds jobs of different frozen inputs; each parses its own before use.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyJob = Job<any>;

/** What it did cannot be undone: it removes. */
export const isIrreversible = ({ verb }: AnyJob): boolean => verb === undefined;

export type { Database, Tx };
