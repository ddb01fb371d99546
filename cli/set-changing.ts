import { changeSet, changeSetQuery, deleteSet } from "#db/queries/set-changes.ts";
import { duplicateSet, itemizeSet } from "#db/queries/set-members.ts";
import { findSet, readSet, type SetRow } from "#db/queries/sets.ts";
import { recordChange } from "#db/queries/audit.ts";
import { Refusal } from "#lib/refusal.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { onlyOperand } from "./arguments.ts";
import { WrongUsage, type Result, type Terminal } from "./command.ts";
import { readJson } from "./files.ts";
import { save } from "./save.ts";
import { setNamed } from "./set-listing.ts";
import { textsOf, type SetContext } from "./set-options.ts";
import { plain } from "./user-page.ts";

const user = "operator";

export async function change({ values, positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const { query: file, public: toPublic } = values;
  const changesTexts = [values.name, values.description, values.note, toPublic].some(
    (one) => one !== undefined,
  );
  if (!changesTexts && file === undefined) {
    throw new WrongUsage("Say what to change: --name, --description, --note, --public or --query.");
  }
  const query = file === undefined ? undefined : await readJson(file, userQuerySchema);
  const given = textsOf(values.name ?? name, values);
  const { db } = await connect();
  const set = await db.transaction("lethe_web", async (tx) => {
    const set = await findSet(tx, user, name);
    if (changesTexts) {
      const texts = {
        name: values.name === undefined ? set.name : given.name,
        description: values.description === undefined ? set.description : given.description,
        note: values.note === undefined ? set.note : given.note,
        private: set.private && !toPublic,
      };
      await recordChange(tx, user, await changeSet(tx, user, { id: set.id, ...texts }));
    }
    if (query) await recordChange(tx, user, await changeSetQuery(tx, user, { id: set.id, query }));
    return readSet(tx, user, set.id);
  });
  return { json: set, text: `Set ${set?.id} is changed.` };
}

export async function itemize({ positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const connection = await connect();
  const { id } = await setNamed(connection, name);
  await save(connection, (tx) => itemizeSet(tx, user, { id }));
  return { json: { id }, text: `Set ${id} is itemized: whom its query found now are its members.` };
}

export async function copy({ positionals, connect }: SetContext): Promise<Result> {
  const name = onlyOperand(positionals, "which set");
  const connection = await connect();
  const { id } = await setNamed(connection, name);
  const { id: copied } = await save(connection, (tx) => duplicateSet(tx, user, { id }));
  const made = await connection.db.transaction("lethe_web", (tx) => readSet(tx, user, copied));
  return {
    json: { id: copied, name: made?.name },
    text: `Set ${copied} is the copy: ${plain(made?.name ?? "")}.`,
  };
}

export async function remove(context: SetContext): Promise<Result> {
  const name = onlyOperand(context.positionals, "which set");
  const connection = await context.connect();
  const set = await setNamed(connection, name);
  if (!context.values.yes) await ask(context.terminal, set);
  await save(connection, (tx) => deleteSet(tx, user, { id: set.id, version: set.version }));
  return { json: { id: set.id }, text: `Set ${set.id} is deleted. Its members stay as they are.` };
}

async function ask(terminal: Terminal, { name }: SetRow): Promise<void> {
  if (!terminal.attended) {
    throw new Refusal("Nobody is at a terminal to confirm: add --yes. Nothing was deleted.");
  }
  const answer = await terminal.ask(`There is no undo. Type ${plain(name)} to delete this set:`);
  if (answer?.trim() !== plain(name))
    throw new Refusal("That is not its name. Nothing was deleted.");
}
