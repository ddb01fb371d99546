import { openDatabase } from "#db/client.ts";
import { addSet } from "#db/queries/set-changes.ts";
import { uploadIds } from "#db/queries/set-uploads.ts";
import { readSetFile } from "#imports/set-file/set-file.ts";
import { onCopy } from "./context.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";
import { seedUsers } from "./user-seed.ts";
import { measureUsers, type UserFigure } from "./users.ts";
import { timeUpdate } from "./workers.ts";

/** IDs of the set that is made out of a file. */
const idsOfFile = 100_000;

export interface UpdateUsersFigures {
  /** Of whom a tenth is purged. */
  users: number;
  /** Those who are changed: everybody else. */
  changed: number;
  /** Seconds, from a run's request to its end. */
  updates: { what: string; seconds: number[] }[];
  /** Seconds, from a file's bytes to the committed set. */
  file: { ids: number; seconds: number[] };
  /** What staff ask of Manage Users. */
  asked: UserFigure[];
}

interface Options {
  users: number;
  runs: number;
  say(line: string): void;
}

const letter = { subject: "Your account", body: "It was closed. ".repeat(40) };
const updates = [
  ["a purge date", { purgeDate: { to: "2020-01-31" } }],
  [
    "a purge date where there is none, and a note",
    {
      purgeDate: { to: "2020-01-31", onlyIf: "empty" },
      addNote: { text: "Was told of it", type: "LIBRARY" },
    },
  ],
  [
    "status, campus and a statistical category, and a letter to whoever is changed",
    {
      status: { to: "inactive" },
      campus: { to: "NORTH" },
      addCategory: { category: "FACULTY:F1" },
      notify: { to: "changed", ...letter },
    },
  ],
  ["a letter alone, to everybody", { notify: { to: "everybody", ...letter } }],
] as const;

/** Finding users, a set out of a file, and Update/Notify Users on everybody. */
export async function measureUpdateUsers(
  server: BenchServer,
  { users, runs, say }: Options,
): Promise<UpdateUsersFigures> {
  say(`Seeding ${users} users …`);
  const library = await seedUsers(server, users);
  const asked = await measureUsers(library, runs, say);
  await query(
    library,
    `INSERT INTO patron.sets (name, kind, private) VALUES ('Everybody', 'itemized', false);
     INSERT INTO patron.set_members SELECT 2, id FROM patron.users WHERE status <> 'deleted'`,
  );
  await query(library, "VACUUM ANALYZE patron.set_members");
  const [members] = await query(
    library,
    "SELECT count(*) AS count FROM patron.set_members WHERE set_id = 2",
  );
  const figures: UpdateUsersFigures = {
    users,
    changed: Number(members?.count),
    updates: updates.map(([what]) => ({ what, seconds: [] })),
    file: { ids: Math.min(idsOfFile, users), seconds: [] },
    asked,
  };
  for (let run = 0; run < runs; run += 1) {
    for (const [at, [what, changes]] of updates.entries()) {
      const took = await onCopy({ server, say }, library, what, (copy) =>
        timeUpdate(copy, { set: 2, changes }),
      );
      figures.updates[at]?.seconds.push(took);
    }
    figures.file.seconds.push(
      await onCopy({ server, say }, library, "a set out of a file", (copy) =>
        timeSetFile(copy, figures.file.ids),
      ),
    );
  }
  await server.drop(library);
  return figures;
}

/** Reads a file of so many IDs, and adds whom it names to a new set, in one transaction as the screen does. */
async function timeSetFile(database: BenchDatabase, ids: number): Promise<number> {
  const lines = Array.from({ length: ids }, (_, at) => `P${at + 1},remark ${at}`);
  const bytes = Buffer.from(["Primary ID,Remark", ...lines, ""].join("\n"));
  const db = openDatabase(database.url);
  try {
    const began = performance.now();
    const sent = await readSetFile(bytes);
    await db.transaction("lethe_web", async (tx) => {
      const texts = { name: "Of a file", description: "", note: "", private: false };
      const { id } = await addSet(tx, "operator", texts);
      await uploadIds(tx, "operator", { id, sent });
    });
    return (performance.now() - began) / 1000;
  } finally {
    await db.end();
  }
}
