import { expect, test } from "vitest";
import { cases } from "../../test/short-or-long.ts";
import { everyRow, makeWhole } from "../../test/whole-person.ts";
import { policies } from "./fate.ts";
import { freshUsers } from "./testing.ts";

const { pool, rows, start, work, policy, add, living, value } = freshUsers(3);

/** Fails after the n-th statement that writes a user, a link, a record or a counter, whichever it is. */
async function failAfter(statement: number) {
  await pool().query("SELECT setval('public.statements', 1, false)");
  await pool().query("UPDATE public.fault SET after = $1", [statement]);
}

async function plantFault() {
  await pool().query(
    `CREATE SEQUENCE public.statements;
     CREATE TABLE public.fault AS SELECT 0 AS after;
     CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN
       IF nextval('public.statements') = (SELECT after FROM public.fault) THEN
         RAISE EXCEPTION 'planted' USING ERRCODE = 'internal_error';
       END IF;
       RETURN NULL;
     END $$`,
  );
  const tables = await rows<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('patron', 'record') AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'run_members'
     UNION ALL SELECT 'console.job_counters'`,
  );
  for (const { name } of tables) {
    await pool().query(
      `CREATE TRIGGER planted AFTER INSERT OR UPDATE OR DELETE ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION public.fail()`,
    );
  }
}

test.each(policies)(
  "under %s a run that fails after any one statement leaves users whole, and the next takes them",
  { timeout: 180_000 },
  async (under) => {
    await makeWhole(pool(), 1, 3);
    await makeWhole(pool(), 2, 3);
    await pool().query("UPDATE patron.users SET purge_date = NULL WHERE id = 3");
    await add("requests", { id: 5, userId: 1, note: true });
    await add("borrowingRequests", { id: 6, userId: 1 });
    await add("fees", { id: 7, userId: 2, note: true });
    await pool().query("UPDATE record.borrowing_requests SET status = 'requested' WHERE id = 6");
    await policy(under);
    await plantFault();
    const before = await everyRow(pool());
    const asked = { recordType: "public", waiveThreshold: 5 } as const;
    // The policy that writes the most has each statement of it fail, the others every third, until the long form.
    const step = under === "fullyRemove" ? 1 : cases(3, 1);
    let statement = 1;
    for (;;) {
      await failAfter(statement);
      const { id } = await start(asked, { confirm: 2 });
      // The run that meets no fault ends well.
      const { status } = await work(id).catch(() => ({ status: "failed" }));
      if (status !== "failed") {
        expect(status).toBe("completed");
        break;
      }
      expect([statement, await everyRow(pool())]).toEqual([statement, before]);
      statement += step;
    }
    expect(statement).toBeGreaterThan(under === "keepFullyReportable" ? 15 : 25);
    expect(await living()).toEqual([3]);
    expect(await value("SELECT verdict FROM console.job_runs ORDER BY id DESC LIMIT 1")).toBe(
      "good",
    );
  },
);
