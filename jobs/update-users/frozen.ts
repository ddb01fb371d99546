import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { holdSet } from "#db/queries/sets.ts";
import { updateTexts } from "#db/schema/index.ts";
import { Refusal } from "#lib/refusal.ts";
import { updateChanges, updateOptions, type UpdateChanges } from "#lib/update-fields.ts";
import type { Asked } from "../engine/job.ts";
import { setUser } from "../run-members.ts";

const ids = z.record(z.string(), z.int());

/** What a run is told. The texts that staff wrote may name a person and stand in patron.update_texts. */
export const frozenUpdate = z.object({
  set: z.int(),
  membersVersion: z.int().optional(),
  changes: updateChanges,
  /** By their codes as they were: a group may be renamed while the run waits. */
  groups: ids,
  categories: ids,
  texts: z.int().nullable(),
});
export type FrozenUpdate = z.output<typeof frozenUpdate>;

export const parseUpdate = (stored: unknown): FrozenUpdate => frozenUpdate.parse(stored);

/** What stands where a text was. */
const withheld = "…";

/** A run again of what was frozen: its texts are kept already. */
const keptTexts = z.strictObject({ set: z.int(), changes: updateChanges, texts: z.int() });
export type UpdateAsked = z.input<typeof updateOptions> | z.input<typeof keptTexts>;

/** Options that a run was asked for with, and the ids behind their codes. */
export async function freezeUpdate(tx: Tx, asked: Asked): Promise<FrozenUpdate> {
  const again = keptTexts.safeParse(asked.options).data;
  const { set, changes } = again ?? parseOptions(asked.options);
  const { membersVersion } = await holdSet(tx, setUser(asked), set);
  const codes = await resolveCodes(tx, changes);
  if (again) return { ...again, membersVersion, ...codes };
  return {
    ...frozenUnwritten({ set, membersVersion }, changes, codes),
    texts: await keepTexts(tx, changes),
  };
}

/** The options again, as `freezeUpdate` takes them. */
export const optionsOf = ({ set, changes, texts }: FrozenUpdate): UpdateAsked =>
  texts === null ? { set, changes } : { set, changes, texts };

export function parseOptions(options: unknown) {
  const parsed = updateOptions.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new Refusal(parsed.error.issues[0]?.message ?? "Say which set, and what to change.");
}

/** What a run is told but for its texts, which a preview does not keep. */
export const frozenUnwritten = (
  of: Pick<FrozenUpdate, "set" | "membersVersion">,
  changes: UpdateChanges,
  codes: Pick<FrozenUpdate, "groups" | "categories">,
): FrozenUpdate => ({ ...of, changes: withoutTexts(changes), ...codes, texts: null });

function withoutTexts({ addNote, addBlock, notify, ...changes }: UpdateChanges): UpdateChanges {
  return {
    ...changes,
    ...(addNote && { addNote: { ...addNote, text: withheld } }),
    ...(addBlock && { addBlock: { ...addBlock, note: addBlock.note && withheld } }),
    ...(notify && { notify: { ...notify, subject: withheld, body: withheld } }),
  };
}

async function keepTexts(tx: Tx, changes: UpdateChanges): Promise<number | null> {
  const { addNote, addBlock, notify } = changes;
  if (!addNote && !addBlock?.note && !notify) return null;
  const [kept] = await tx
    .insert(updateTexts)
    .values({
      note: addNote?.text,
      blockNote: addBlock?.note || null,
      subject: notify?.subject,
      body: notify?.body,
    })
    .returning({ id: updateTexts.id });
  return kept?.id ?? null;
}

/** The ids of the groups and categories that are named; refuses what does not exist. */
export async function resolveCodes(
  tx: Tx,
  { userGroup, addCategory, removeCategory }: UpdateChanges,
): Promise<Pick<FrozenUpdate, "groups" | "categories">> {
  const before = userGroup && typeof userGroup.onlyIf === "object" ? [userGroup.onlyIf.is] : [];
  const groups = await idsOf(tx, userGroup ? [userGroup.to, ...before] : [], {
    table: sql`record.user_groups`,
    code: sql`code`,
    what: "user group",
  });
  const named = [addCategory, removeCategory].flatMap((one) => one?.category ?? []);
  const categories = await idsOf(tx, named, {
    table: sql`record.statistical_categories`,
    code: sql`type || ':' || category`,
    what: "statistical category",
  });
  return { groups, categories };
}

async function idsOf(
  tx: Tx,
  codes: string[],
  {
    table,
    code,
    what,
  }: { table: ReturnType<typeof sql>; code: ReturnType<typeof sql>; what: string },
): Promise<Record<string, number>> {
  const { rows } = await tx.execute<{ id: number; code: string }>(
    sql`SELECT id, ${code} AS code FROM ${table} WHERE ${code} = ANY(${sql.param(codes)}::text[])`,
  );
  const unknown = codes.find((wanted) => rows.every((row) => row.code !== wanted));
  if (unknown !== undefined) throw new Refusal(`There is no ${what} ${unknown}.`);
  return Object.fromEntries(rows.map((row) => [row.code, row.id]));
}
