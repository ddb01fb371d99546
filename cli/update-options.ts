import { readFileSync } from "node:fs";
import type { Tx } from "#db/client.ts";
import { findSet } from "#db/queries/sets.ts";
import { updateChanges, type UpdateChanges } from "#lib/update-fields.ts";
import { WrongUsage, type Values } from "./command.ts";
import { fromHere } from "./from-here.ts";

/** What only update-users takes, besides the set. */
export const updateFlags = {
  changes: {
    type: "string",
    placeholder: "FILE",
    about: "update-users: what to change, as JSON: a file, or the text itself",
  },
} as const;

type UpdateValues = Values<typeof updateFlags> & { set?: string | undefined };

/** The same, as a line of a usage. */
export const updateUsage = "[--set NAME --changes FILE]";

/** Refuses what another job does not know. */
export function refuseUpdateFlags(values: Values<typeof updateFlags>, job: string): void {
  if ("changes" in values) {
    throw new WrongUsage(`--changes is an option of update-users, not of ${job}.`);
  }
}

/** In a file, so that what staff write to patrons stands in no list of processes. */
export function updateAsked({
  set,
  changes,
}: UpdateValues): (tx: Tx) => Promise<{ set: number; changes: UpdateChanges }> {
  if (set === undefined || changes === undefined) {
    throw new WrongUsage("Say whom to update and how: --set NAME --changes FILE.");
  }
  const parsed = updateChanges.safeParse(readJson(changes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(".");
    throw new WrongUsage(
      `--changes: ${place ? `${place}: ` : ""}${issue?.message ?? "this is no set of changes."}`,
    );
  }
  return async (tx) => ({ set: (await findSet(tx, "operator", set)).id, changes: parsed.data });
}

function readJson(given: string): unknown {
  const isText = given.trimStart().startsWith("{");
  try {
    return JSON.parse(isText ? given : readFileSync(fromHere(given), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongUsage("--changes: this is not JSON.");
    throw new WrongUsage(`--changes: there is no file ${given} that can be read.`);
  }
}
