import { expect, test } from "vitest";
import { sql, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { executing } from "../../test/executing.ts";
import { freshLoans } from "../engine/testing.ts";
import { anonymizeBatch } from "./batch.ts";
import { decisionsOfRun, dropEvidence, layDecisions } from "./evidence.ts";
import { freezeRules } from "./frozen.ts";

const loans = 30_000;
const rowsOfOne = 100;
const fresh = freshLoans(loans);

interface Explained {
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
}

/** Blocks that each statement of `work` reads; it is tried first and undone. */
async function blocksOf(tx: Tx, work: (tx: Tx) => Promise<unknown>): Promise<number[]> {
  const blocks: number[] = [];
  const execute = async (query: SQL) => {
    if (/SAVEPOINT/.test(new PgDialect().sqlToQuery(query).sql)) return tx.execute(query);
    await tx.execute(sql`SAVEPOINT tried`);
    const { rows } = await tx.execute<{ "QUERY PLAN": { Plan: Explained }[] }>(
      sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`,
    );
    await tx.execute(sql`ROLLBACK TO SAVEPOINT tried`);
    const { Plan } = rows[0]!["QUERY PLAN"][0]!;
    blocks.push(Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"]);
    return tx.execute(query);
  };
  await work(executing(tx, execute));
  return blocks;
}

test("a batch late in the range reads as much as the first, though all before it are gone", async () => {
  const batch = (after: number, size: number, measured: boolean) =>
    fresh.db().transaction("lethe_web", async (web) => {
      const frozen = (await freezeRules(web, await readAnonymization(web))).families.loans;
      const cutOff = new Date().toISOString().slice(0, 10);
      return fresh.db().transaction("lethe_worker", async (tx) => {
        const range = { part: "loans", after, upTo: loans };
        const decisions = decisionsOfRun(0);
        await layDecisions(tx, 0);
        let reached = after;
        const work = async (of: Tx) => {
          const now = { cutOff, isBeyond: null, decisions };
          const done = await anonymizeBatch(of, "loans", frozen, now, range, size);
          reached = done.reached;
          expect(reached - after).toBe(size);
        };
        const blocks = measured ? await blocksOf(tx, work) : (await work(tx), []);
        await dropEvidence(tx, 0);
        return { blocks, reached };
      });
    });
  const first = await batch(0, rowsOfOne, true);
  const { reached } = await batch(first.reached, 24_000, false);
  const late = await batch(reached, rowsOfOne, true);
  expect(first.blocks.reduce((sum, blocks) => sum + blocks, 0)).toBeGreaterThan(rowsOfOne);
  expect(late.blocks).toHaveLength(first.blocks.length);
  for (const [statement, blocks] of late.blocks.entries()) {
    // A setting reads nothing, nor does a look for fees where no fee names a loan.
    if (first.blocks[statement] === 0 && blocks === 0) continue;
    expect(blocks).toBeGreaterThan(first.blocks[statement]! / 2);
    expect(blocks).toBeLessThan(first.blocks[statement]! * 2);
  }
});
