import type { Context, Values } from "./command.ts";
import { WrongUsage } from "./command.ts";
import { combinations, setTextsSchema, type SetTexts } from "#lib/set-fields.ts";
import { setScopes } from "#db/queries/sets.ts";
import { listFlags, searchFlags } from "./user-options.ts";

export const setOptions = {
  file: {
    type: "string",
    placeholder: "FILE",
    about:
      "create, add: CSV, TXT or XLSX, its first column headed Primary ID, USERNAME or User name",
  },
  unknown: {
    type: "string",
    placeholder: "FILE",
    about: "beside --file: write the IDs that were not found into this file, as CSV",
  },
  ...searchFlags,
  logical: {
    type: "boolean",
    about: "create: beside --query, evaluate it at each use in place of once now",
  },
  users: { type: "string", placeholder: "N,N…", about: "add, remove: users by their internal IDs" },
  name: { type: "string", placeholder: "NAME", about: "change: the new name" },
  description: { type: "string", placeholder: "TEXT", about: "create, combine, change" },
  note: { type: "string", placeholder: "TEXT", about: "create, combine, change" },
  public: { type: "boolean", about: "change: make somebody's private set public" },
  first: { type: "string", placeholder: "NAME", about: "combine: the first set" },
  by: { type: "string", placeholder: "WORD", about: `combine: ${combinations.join(", ")}` },
  second: { type: "string", placeholder: "NAME", about: "combine: the second set" },
  scope: { type: "string", placeholder: "WORD", about: `list: ${setScopes.join(", ")} (all)` },
  yes: { type: "boolean", about: "delete without asking; needed where nobody sits at a terminal" },
  ...listFlags,
} as const;

export type SetContext = Context<typeof setOptions>;
type SetValues = Values<typeof setOptions>;

/** What is written about a set; a set of the command line is public. */
export function textsOf(name: string, { description, note }: SetValues): SetTexts {
  const texts = setTextsSchema.safeParse({ name, description, note, private: false });
  if (texts.success) return texts.data;
  const [issue] = texts.error.issues;
  throw new WrongUsage(`${issue?.path.join(".")}: ${issue?.message}`);
}

/** Users by their internal IDs. */
export function userIds(list: string): number[] {
  const ids = list.split(",").map((one) => one.trim());
  if (ids.every((id) => /^[1-9]\d{0,14}$/.test(id))) return ids.map(Number);
  throw new WrongUsage("--users takes internal IDs, such as 4,7. Primary IDs come in a --file.");
}
