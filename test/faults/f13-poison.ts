import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** As a row can fail: by a rule of the database, by a value, by a trigger. */
const codes = ["check_violation", "division_by_zero", "raise_exception"];

export const poisonRows: Scenario = {
  id: "F13",
  title: "rows that the database does not let go: first, in the middle, last",
  short: { loans: 2_500, batch: 40, times: 1 },
  long: { loans: 20_000, batch: 20, times: 3 },
  async run(world, { times }) {
    await poison(world, times);
    const id = await world.startRun();
    await world.traffic();
    await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(() => world.settle(id, 120, "completedWithWarnings"));
    await lookAtAside(world, id);
    await world.pool.query("DROP TRIGGER refuse ON patron.loan_links");
    const again = await world.startRun();
    await world.watched(() => world.settle(again, 120));
  },
};

/** So many loans at each end and in the middle of those that are to go. */
async function poison(world: World, times: number): Promise<void> {
  await world.prepare();
  await world.pool.query(`
    CREATE TABLE faults.poison AS
      SELECT loan_id, (ARRAY['${codes.join("', '")}'])[1 + place % ${codes.length}] AS code FROM (
        SELECT loan_id, row_number() OVER (ORDER BY loan_id) AS place, count(*) OVER () AS total
        FROM patron.loan_links l WHERE faults.loan_goes(l)) AS going
      WHERE place <= ${times} OR place > total - ${times} OR place BETWEEN total / 2 AND total / 2 + ${times - 1};
    CREATE FUNCTION faults.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE wanted text := (SELECT code FROM faults.poison WHERE loan_id = OLD.loan_id);
    BEGIN
      IF wanted IS NULL THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'not this one' USING ERRCODE = wanted;
    END $$;
    CREATE TRIGGER refuse BEFORE DELETE ON patron.loan_links FOR EACH ROW EXECUTE FUNCTION faults.refuse()`);
}

/** Set aside is exactly what could not go, nothing else is left, and the verifier knows it. */
async function lookAtAside(world: World, id: number): Promise<void> {
  const listed = async (which: string) =>
    String(
      await world.value(`SELECT coalesce(string_agg(key::text, ' ' ORDER BY key), 'none')
        FROM (${which}) AS found WHERE NOT EXISTS (SELECT FROM faults.touched t WHERE t.family = 'loans' AND t.key = found.key)`),
    );
  const poisoned = await listed("SELECT loan_id AS key FROM faults.poison");
  const aside = await listed(`SELECT key FROM patron.set_aside_rows WHERE run_id = ${id}`);
  const left = await listed(
    "SELECT loan_id AS key FROM patron.loan_links l WHERE faults.loan_goes(l)",
  );
  if (aside !== poisoned) world.note("own", [`set aside: ${aside}; poisoned: ${poisoned}`]);
  if (left !== poisoned) world.note("IF3", [`left: ${left}; poisoned: ${poisoned}`]);
  const verdict = await world.value("SELECT verdict FROM console.job_runs WHERE id = $1", [id]);
  if (verdict !== "good") world.note("own", [`the verdict is ${String(verdict)}`]);
  world.add("rows set aside", poisoned.split(" ").length);
}
