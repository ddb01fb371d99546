import { startRun } from "#jobs/engine/start.ts";
import { checks, endedWell } from "./invariants.ts";
import { canaries, firstUser } from "./library.ts";
import { trigger } from "./witness.ts";
import type { World } from "./world.ts";

/*
 * The two jobs about users, and their witness: who was purged and who was changed, told by triggers in the
 * batch's own transaction, and what each user has, which goes or comes all at once.
 */

/** Users without records, numbered after those that a library is made with. */
export const addUsers = ({ pool }: World, many: number) =>
  pool.query(
    `INSERT INTO patron.users (id, primary_id, last_name, user_group_id) OVERRIDING SYSTEM VALUE
     SELECT last + n, '${canaries[1]}' || last - ${firstUser - 1} + n, '${canaries[0]} ' || n, 1 + n % 3
     FROM generate_series(1, $1) n, (SELECT max(id) AS last FROM patron.users) l`,
    [many],
  );

/** Gives each of every part, puts all into set 1, and watches them; who is `toGo`, SQL about the user `u`, has a purge date that is past. */
export async function watchPeople({ pool }: World, toGo: string): Promise<void> {
  await pool.query(`
    CREATE TABLE faults.people AS SELECT u.id, ${toGo} AS goes FROM patron.users u WHERE status <> 'deleted';
    CREATE TABLE faults.purged (id bigint);
    CREATE TABLE faults.updated (id bigint);
    UPDATE patron.users SET purge_date = current_date - 10 WHERE id IN (SELECT id FROM faults.people WHERE goes);
    UPDATE console.institution SET delete_user_policy = 'keepStatisticsAndRemovePrimaryId';
    INSERT INTO patron.user_emails (user_id, email) SELECT id, id || '@example.org' FROM faults.people;
    INSERT INTO patron.user_notes (user_id, text) SELECT id, 'Note' FROM faults.people;
    INSERT INTO patron.user_blocks (user_id, code) SELECT id, 'LOST' FROM faults.people;
    INSERT INTO patron.sets (name, private, kind) VALUES ('Everybody', false, 'itemized');
    INSERT INTO patron.set_members SELECT 1, id FROM faults.people`);
  await pool.query(
    trigger(
      "people",
      "AFTER UPDATE ON patron.users",
      "OLD TABLE AS before NEW TABLE AS after",
      `INSERT INTO faults.purged SELECT id FROM after WHERE status = 'deleted';
       INSERT INTO faults.updated SELECT id FROM before JOIN after USING (id) WHERE before.campus IS DISTINCT FROM after.campus`,
    ),
  );
}

export const startPurge = (world: World): Promise<number> =>
  start(world, "purge-users", { recordType: "public" }, "goes");

export const startUpdate = (world: World): Promise<number> =>
  start(
    world,
    "update-users",
    {
      set: 1,
      changes: {
        campus: { to: "NORTH" },
        addNote: { text: "Moved", type: "MOVED" },
        notify: { to: "changed", subject: "Your campus", body: "It is another." },
      },
    },
    "true",
  );

async function start(
  { db, value }: World,
  job: "purge-users" | "update-users",
  options: unknown,
  about: string,
): Promise<number> {
  const confirm = Number(await value(`SELECT count(*) FROM faults.people WHERE ${about}`));
  const { id } = await db.transaction("lethe_web", (tx) =>
    startRun(tx, { job, submittedVia: "commandLine", options, confirm }),
  );
  return id;
}

const has = (table: string) => `EXISTS (SELECT FROM patron.${table} p WHERE p.user_id = u.id)`;
const many = (table: string, which: string) =>
  `(SELECT count(*) FROM patron.${table} p WHERE p.user_id = u.id AND ${which})`;

/** What must be none, by the invariant that it breaks. True at any instant, of both jobs. */
const never = {
  IF2: {
    "users were purged who were not to go":
      "faults.people u WHERE NOT goes AND id IN (SELECT id FROM faults.purged)",
    "users are purged by half": `patron.users u JOIN faults.people USING (id),
      LATERAL (SELECT ${["user_emails", "user_notes", "user_blocks", "set_members"].map((table) => `${has(table)}::int`).join(" + ")} AS parts) p
      WHERE parts <> CASE WHEN status = 'deleted' THEN 0 ELSE 4 END`,
    "users are changed by half, or twice": `patron.users u JOIN faults.people USING (id),
      LATERAL (SELECT (campus IS NOT DISTINCT FROM 'NORTH')::int AS done, ${many("user_notes", "type = 'MOVED'")} AS notes,
        ${many("letters", "letter_code = 'UserNotificationsLetter'")} AS letters, ${many("user_history", "action = 'update'")} AS lines) p
      WHERE status <> 'deleted' AND (notes <> done OR letters <> done OR lines <> done)`,
  },
  IF4: {
    "users were purged twice":
      "(SELECT id FROM faults.purged GROUP BY id HAVING count(*) > 1) AS twice",
    "users were changed twice":
      "(SELECT id FROM faults.updated GROUP BY id HAVING count(*) > 1) AS twice",
    "purged users are counted otherwise": countedOtherwise("purge-users", "purged"),
    "changed users are counted otherwise": countedOtherwise("update-users", "updated"),
  },
};

function countedOtherwise(job: string, witness: string): string {
  return `(SELECT coalesce(sum(count), 0) AS counted FROM console.job_counters c JOIN console.job_runs r ON r.id = c.run_id
    WHERE r.job = '${job}' AND c.measure = 'records') AS c WHERE counted <> (SELECT count(*) FROM faults.${witness})`;
}

/** Whom circulation has left alone. */
const untouched = ["loan", "fee"]
  .map(
    (family) => `NOT EXISTS (SELECT FROM patron.${family}_links l WHERE l.user_id = u.id
      AND (NOT l.finished OR (SELECT true FROM faults.touched t WHERE t.family = '${family}s' AND t.key = l.${family}_id LIMIT 1)))`,
  )
  .join(" AND ");

/** What is left of a run that has ended. */
const left: Record<string, string> = {
  "purge-users": `faults.people p JOIN patron.users u USING (id) WHERE p.goes AND u.status <> 'deleted' AND ${untouched}`,
  "update-users":
    "patron.users u JOIN faults.people USING (id) WHERE status <> 'deleted' AND campus IS DISTINCT FROM 'NORTH'",
};

const count = async ({ value }: World, what: string) =>
  Number(await value(`SELECT count(*) FROM ${what}`));

/** Looks at what holds of users at any instant. */
export async function lookAtPeople(world: World): Promise<void> {
  for (const invariant of ["IF2", "IF4"] as const)
    for (const [what, broken] of Object.entries(never[invariant])) {
      const n = await count(world, broken);
      if (n > 0) world.note(invariant, [`${n} ${what}`]);
    }
}

/** Until a run about users has ended, and what must hold of it is seen to. */
export async function settlePeople(world: World, id: number, seconds: number): Promise<void> {
  await world.until(async () => !(await world.isActive(id)), seconds);
  world.note("IF8", await endedWell("completed")(world.pool, id));
  await lookAtPeople(world);
  const job = String(await world.value("SELECT job FROM console.job_runs WHERE id = $1", [id]));
  const n = await count(world, left[job] ?? "");
  if (n > 0) world.note("IF3", [`${n} users of ${job} are left`]);
  for (const name of ["IF1", "IF7", "report"] as const)
    world.note(name, await checks[name](world.pool, id));
  const done = job === "purge-users" ? "purged" : "updated";
  world.add(`users ${done}`, await count(world, `faults.${done}`));
}
