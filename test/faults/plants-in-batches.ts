import type { Edit } from "../compiled.ts";
import type { Plant } from "./plant.ts";
import type { Size } from "./scenario.ts";

const small: Size = { loans: 1_000, batch: 50, times: 2 };
const batch = (from: string, to: string): Edit => ({ module: "jobs/anonymize/batch.ts", from, to });
const outcome = (from: string, to: string): Edit => ({ module: "jobs/engine/", from, to });

const counted = `const counts = outcome.counts.filter(({ count }) => count > 0);`;
const cutting =
  "DELETE FROM ${links} WHERE ctid = ANY(ARRAY(SELECT place FROM decided WHERE ${goes}))";
/** Nobody compares what was cut with what was decided. */
const unchecked = batch("if (rowCount !== recordsOf(toGo))", "if (rowCount === -1)");

/** What a batch decides, changes and counts. */
export const plantsInBatches: Plant[] = [
  {
    name: "counters outside the batch's transaction",
    scenario: "F2",
    size: { loans: 1_000, batch: 60, times: 1 },
    edits: [
      outcome(
        `${counted}\n  if (counts.length > 0) {`,
        `${counted}\n  if (counts.length > 0) {
          const tx = { execute: (query: SQL) => import("#db/client.ts").then(({ database }) => database().transaction("lethe_worker", (apart) => apart.execute(query))) };`,
      ),
    ],
    breaks: { IF4: /counted|told/ },
  },
  {
    name: "counters as absolute numbers out of memory",
    scenario: "F1",
    size: { loans: 4_000, batch: 25, times: 4 },
    edits: [
      outcome(
        counted,
        `const kept = ((globalThis as any).kept ??= new Map());
        for (const one of outcome.counts) {
          const name = [bulk.part, one.measure, one.label].join();
          kept.set(name, one.count = (kept.get(name) ?? 0) + one.count);
        }
        ${counted}`,
      ),
      outcome("SET count = job_counters.count + excluded.count", "SET count = excluded.count"),
    ],
    breaks: { IF4: /counted|told/ },
  },
  {
    name: "links that are not locked, of rules that look beyond them",
    scenario: "A2",
    size: { loans: 3_000, batch: 60, times: 1 },
    edits: [batch("alone ?? (await decide(true))", "await decide(false)"), unchecked],
    breaks: { IF2: /no rule let go|no patron/ },
  },
  {
    name: "a batch that was disturbed goes on without locks",
    scenario: "A2",
    longOnly: true,
    size: { loans: 4_000, batch: 25, times: 1 },
    edits: [
      batch("await undisturbed(tx, () => decide(false))", "null"),
      batch("await decide(true)", "await decide(false)"),
      unchecked,
      batch(
        cutting,
        "DELETE FROM ${links} WHERE ${key} IN (SELECT ${key} FROM ${links} WHERE ${batch.isIn} AND ${batch.letsGo})",
      ),
    ],
    breaks: { IF2: /no rule let go|no patron/ },
  },
  {
    name: "no fence",
    scenario: "F3",
    size: { loans: 2_000, batch: 25, times: 1 },
    edits: [
      outcome(
        "AND b.epoch = ${bulk.epoch} AND b.status = 'working' FOR UPDATE OF b",
        "FOR UPDATE OF b",
      ),
    ],
    breaks: { own: /times one was fenced/ },
  },
  {
    name: "pages by OFFSET",
    scenario: "F7",
    size: { ...small, batch: 20 },
    edits: [
      batch(
        "const { rows } = await tx.execute<{ taken: number; last: string | null }>",
        `const pages = ((globalThis as any).pages ??= new Map());
         const page = pages.get(range.upTo) ?? { low: range.after, offset: 0 };
         pages.set(range.upTo, { ...page, offset: page.offset + size });
         const { rows } = await tx.execute<{ taken: number; last: string | null }>`,
      ),
      batch(
        "WHERE ${key} > ${range.after} AND ${key} <= ${range.upTo} ${only}\n      ORDER BY ${key} LIMIT ${size} ${lock}",
        "WHERE ${key} > ${page.low} AND ${key} <= ${range.upTo} ${only}\n      ORDER BY ${key} LIMIT ${size} OFFSET ${page.offset} ${lock}",
      ),
    ],
    breaks: { IF3: /were to go have/ },
  },
  {
    name: "the cut-off in the session's time zone",
    scenario: "F7",
    size: small,
    edits: [
      {
        module: "jobs/engine/start.ts",
        from: "SELECT (now() AT TIME ZONE time_zone)::date::text AS today",
        to: "SELECT now()::date::text AS today",
      },
    ],
    breaks: { IF2: /no rule let go|not counted to the day/, IF3: /were to go have/ },
  },
  {
    name: "an empty value is in every list",
    scenario: "F7",
    size: small,
    edits: [
      {
        module: "jobs/anonymize/decision.ts",
        from: "? sql`${value} = ANY(${list(wanted)})`",
        to: "? sql`coalesce(${value} = ANY(${list(wanted)}), true)`",
      },
    ],
    breaks: { IF2: /no rule let go/ },
  },
  {
    name: "counts of what was sent, not of what was changed",
    scenario: "F7",
    size: small,
    edits: [
      batch(
        cutting,
        cutting + " AND ${batch.family === 'loans' ? sql`loan_id % 50` : sql`1`} <> 0",
      ),
      unchecked,
    ],
    breaks: { IF4: /links counted/ },
  },
  {
    name: "another link goes in the place of one that was decided on",
    scenario: "F7",
    size: small,
    edits: [
      batch(
        cutting,
        `DELETE FROM \${links} WHERE ctid = ANY(ARRAY(SELECT place FROM decided WHERE \${goes} ORDER BY key OFFSET 1)
          || (SELECT ctid FROM \${links} WHERE \${key} > \${keys.after} AND \${key} <= \${keys.upTo} AND NOT \${links.finished} LIMIT 1))`,
      ),
      unchecked,
    ],
    breaks: { IF2: /no rule let go/ },
  },
  {
    name: "one column that names what was cut is forgotten",
    scenario: "F7",
    size: small,
    edits: [batch("await forgetLoansOfFees(tx, batch);", "await Promise.resolve();")],
    breaks: { IF3: /fees still name a loan/ },
  },
  {
    name: "a patron's number in the run's report",
    scenario: "F7",
    size: small,
    edits: [
      {
        module: "jobs/anonymize/job.ts",
        from: "    const bulks = [];\n",
        to: "    const bulks = [];\n    await tx.execute(sql`INSERT INTO console.job_events (run_id, message) SELECT ${run.id}, 'Latest patron: ' || max(user_id) FROM patron.loan_links`);\n",
      },
    ],
    breaks: { report: /names a patron/ },
  },
  {
    name: "a row that fails takes its batch with it",
    scenario: "F13",
    size: { loans: 2_000, batch: 40, times: 1 },
    edits: [
      {
        module: "jobs/engine/bulk.ts",
        from: "if (upTo - cursor > 1) suspect = upTo;",
        to: "if (upTo < cursor) suspect = upTo;",
      },
    ],
    breaks: { IF3: /^left: / },
  },
  {
    name: "the rules are read anew for each batch",
    scenario: "F10",
    longOnly: true,
    size: { loans: 4_000, batch: 40, times: 1 },
    edits: [
      {
        module: "jobs/anonymize/job.ts",
        from: "  batch(tx, run, range, size) {",
        to: "  async batch(tx, run, range, size) {",
      },
      {
        module: "jobs/anonymize/job.ts",
        from: "const frozen = run.frozen.families[family];",
        to: "const frozen = (await freezeRules(tx, await readAnonymization(tx))).families[family];",
      },
    ],
    breaks: { IF2: /no rule let go/ },
  },
  {
    name: "a batch that is tried again is counted with the try before",
    scenario: "F11",
    longOnly: true,
    size: { loans: 4_000, batch: 40, times: 6 },
    edits: [
      outcome(
        counted,
        `const unheard = ((globalThis as any).unheard ??= new Map());
        const counts = [...(unheard.get(bulk.id) ?? []), ...outcome.counts].filter(({ count }) => count > 0);
        unheard.set(bulk.id, counts);`,
      ),
      {
        module: "jobs/engine/bulk.ts",
        from: "      cursor = worked.cursor;",
        to: "      cursor = worked.cursor;\n      (globalThis as any).unheard?.delete(bulk.id);",
      },
    ],
    breaks: { IF4: /counted|told/ },
  },
];
