import type { Database } from "#db/client.ts";
import { forgetBackup, readBackup, tellBackup } from "#db/queries/backups.ts";
import { copyMade } from "#lib/backup.ts";
import { formatLocal } from "#lib/format.ts";
import { noOperands } from "./arguments.ts";
import { command, WrongUsage, type Context, type Result } from "./command.ts";
import { save } from "./save.ts";
import { runVerb } from "./verbs.ts";

const options = {
  at: {
    type: "string",
    placeholder: "TIME",
    about: "when the copy was begun, in ISO 8601 with its zone",
  },
} as const;

export const backup = command({
  name: "backup",
  summary:
    "For a backup tool: tell of a copy that was verified, or take that back. Nobody else can know.",
  usage: "backup verified --at TIME | backup forget",
  options,
  examples: ["backup verified --at 2026-11-27T03:10:00+01:00", "backup forget"],

  run: (context) =>
    runVerb(
      "backup",
      { verified: { takes: ["at"], run: verified }, forget: { takes: [], run: forget } },
      context,
    ),
});

async function verified({
  values: { at },
  positionals,
  connect,
}: Context<typeof options>): Promise<Result> {
  noOperands(positionals);
  if (at === undefined) throw new WrongUsage("Say when the copy was begun: --at TIME.");
  const moment = copyMade.safeParse(at);
  if (moment.error) throw new WrongUsage(moment.error.issues[0]?.message ?? "");
  const { db } = await connect();
  await save({ db }, (tx) => tellBackup(tx, moment.data));
  return known(db);
}

async function forget({ positionals, connect }: Context<typeof options>): Promise<Result> {
  noOperands(positionals);
  const { db } = await connect();
  await save({ db }, forgetBackup);
  return known(db);
}

async function known(db: Database): Promise<Result> {
  const { madeLocal, madeAt, takenBack, warnHours, required, tooOld } = await db.transaction(
    "lethe_web",
    readBackup,
  );
  return {
    json: { madeAt, takenBack, warnHours, required, tooOld },
    text:
      madeLocal === null
        ? "No verified backup is known any more, until one is told of."
        : `The newest verified backup was made on ${formatLocal(madeLocal)}.${tooOld ? " It is older than the limits want." : ""}`,
  };
}
