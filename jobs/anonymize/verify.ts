import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import { formatCountOf } from "#lib/format.ts";
import type { Run, Verdict } from "../engine/job.ts";
import { check, purgedToo, readBeside, type Beside } from "../engine/told-apart.ts";
import { countBatches, linksOfRun } from "./evidence.ts";
import { included, type FrozenAnonymization } from "./frozen.ts";
import { onLegalHold } from "./reasons.ts";
import {
  countLinkedAgain,
  lookAtCut,
  lookAtForgotten,
  lookAtLeft,
  type FoundCut,
  type FoundLeft,
} from "./verify-family.ts";

/** What a family's books say, what was found, and what of that nothing explains. */
interface Account extends FoundLeft, FoundCut {
  /** By the run's counters. */
  counted: number;
  visited: number;
  accountedFor: number;
  /** Links when the run started, and the fingerprint of their keys. */
  linksBefore: number;
  fingerprintBefore: string;
  /** Records on the run's list that name a patron all the same. */
  linkedAgain: number;
  /** Left, and nothing about it has changed. */
  linksForgotten: number;
  notesForgotten: number;
}

/**
 * Looks at what is left and at what was cut once more, by queries written apart from the run, on one snapshot: the caller's
 * transaction is REPEATABLE READ. Finds faults of the run and of whoever changed something beside it.
 */
export async function verifyAnonymization(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  whole: boolean,
): Promise<Verdict> {
  // What is known of the tables' sizes stems from before the run, and would let look-ups go row by row.
  await tx.execute(
    sql`SELECT set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true)`,
  );
  await countBatches(tx, run.id);
  const beside = await readBeside(tx, run.id);
  const accounts: Account[] = [];
  for (const family of included(run.frozen))
    accounts.push(await accountOf(tx, run, family, beside, whole));
  const checks = [
    ...checksOf(accounts, beside.usersWerePurged),
    ...(whole ? [nothingIsLeft(accounts)] : []),
  ];
  return { good: checks.every(({ good }) => good), checks };
}

async function accountOf(
  tx: Tx,
  run: Run<FrozenAnonymization>,
  family: Family,
  { holdWasReleased }: Beside,
  whole: boolean,
): Promise<Account> {
  const books = await readBooks(tx, run, family);
  const left = await lookAtLeft(tx, run, family);
  const known = { ...books, ...left, ...(await lookAtCut(tx, run, family)) };
  const remains =
    whole && left.linksLeft + left.notesLeft > 0 ? await lookAtForgotten(tx, run, family) : left;
  const freed = holdWasReleased ? books.held : 0;
  const beyondHolds = (left: number) => Math.max(0, left - freed);
  return {
    ...known,
    linkedAgain: isAccountedFor(known) ? 0 : await countLinkedAgain(tx, run, family),
    linksForgotten: beyondHolds(remains.linksLeft),
    notesForgotten: beyondHolds(remains.notesLeft),
  };
}

/**
 * Whether the links before are those that are left and those of the list, no other and none of them twice. So they
 * are wherever nobody else has changed which there are, and no record of the list need be looked for among the links.
 */
const isAccountedFor = ({
  cut,
  met,
  fingerprintBefore,
  linkedFingerprint,
  cutFingerprint,
}: FoundLeft & FoundCut & Books) =>
  met === cut && BigInt(fingerprintBefore) === BigInt(linkedFingerprint) + BigInt(cutFingerprint);

type Books = Pick<
  Account,
  "counted" | "visited" | "accountedFor" | "linksBefore" | "fingerprintBefore"
> & {
  /** Held back by a legal hold. */
  held: number;
};

async function readBooks(tx: Tx, run: Run<FrozenAnonymization>, family: Family): Promise<Books> {
  const ofRun = sql`run_id = ${run.id} AND part = ${family}`;
  const sum = (which: ReturnType<typeof sql>) =>
    sql`(SELECT coalesce(sum(count), 0)::float8 FROM console.job_counters WHERE ${ofRun} AND ${which})`;
  const { rows } = await tx.execute<Books & Record<string, unknown>>(sql`
    SELECT ${sum(sql`measure = 'records'`)} AS counted,
      ${sum(sql`measure IN ('records', 'heldBack', 'setAside')`)} AS "accountedFor",
      (SELECT coalesce(sum(visited), 0)::float8 FROM console.job_bulks WHERE ${ofRun}) AS visited,
      before.count::float8 AS "linksBefore", before.fingerprint::text AS "fingerprintBefore",
      ${sum(sql`measure = 'heldBack' AND label = ${onLegalHold}`)} AS held
    FROM ${linksOfRun(run.id)} AS before WHERE part = ${family}`);
  const [books] = rows;
  if (!books) throw new Error("the books of a run are gone");
  // Notes alone: what goes without its link is counted as notes.
  return run.frozen.families[family].records ? books : { ...books, accountedFor: books.visited };
}

/** In words, each with how it was looked at. */
function checksOf(accounts: Account[], purged: boolean): Verdict["checks"] {
  const sum = sumOf(accounts);
  const missing = sum(({ linksBefore, linked, cut }) => Math.max(0, linksBefore - linked - cut));
  return [
    check(
      "Every anonymized record is counted once",
      "The numbers of this report, against the run's own list of the records that it anonymized.",
      sum(({ counted, cut }) => Math.abs(counted - cut)),
    ),
    check(
      "Every record that was looked at has an outcome",
      "Records looked at, against those anonymized, held back and set aside.",
      sum(({ visited, accountedFor }) => Math.abs(visited - accountedFor)),
    ),
    check(
      "No other record stopped naming its patron",
      `Records that named a patron when the run began, against those that still do and those that it anonymized.${purged ? ` ${purgedToo}` : ""}`,
      purged ? 0 : missing,
    ),
    check(
      "No active record was anonymized",
      "The status of every record on the run's list. One that stopped naming its patron in another way is found by the check before, or by the next: fewer records name a patron than should, or one of the list still does.",
      sum(({ activeCut }) => activeCut),
    ),
    check(
      "No anonymized record names a patron again",
      "The run's list, against the records that name a patron now: by a fingerprint of all that named one before, and where it differs one by one.",
      sum(({ linkedAgain }) => linkedAgain),
    ),
    check(
      "Nothing was anonymized against the rules",
      "The rules as they were when the run was asked for, put to every anonymized record once more by what stays on it: its days, library, location, type, user group and categories. What depended on the patron cannot be asked any more: of a rule about expiry, loans to retain or open fees either answer is accepted.",
      sum(({ againstRules }) => againstRules),
    ),
  ];
}

function nothingIsLeft(accounts: Account[]): Verdict["checks"][number] {
  const sum = sumOf(accounts);
  const later = sum(
    ({ linksLeft, linksForgotten, notesLeft, notesForgotten }) =>
      linksLeft - linksForgotten + notesLeft - notesForgotten,
  );
  return check(
    "Nothing that the rules let go is left",
    `The same rules, put to every record that still names a patron, and to notes where they are taken.${
      later > 0
        ? ` ${formatCountOf(later, "changed, was released from a hold or was set aside while the run went on, and waits", "changed, were released from a hold or were set aside while the run went on, and wait")} for the next run.`
        : ""
    }`,
    sum(({ linksForgotten, notesForgotten }) => linksForgotten + notesForgotten),
  );
}

const sumOf = (accounts: Account[]) => (of: (account: Account) => number) =>
  accounts.reduce((total, account) => total + of(account), 0);
