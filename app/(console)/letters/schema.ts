import { z } from "zod";
import { blankIsAbsent } from "#lib/blank-is-absent.ts";
import { retentionField } from "#lib/retention.ts";

const version = z.coerce.number().int();
const code = z.string().min(1);

/** What a row's own form sends. */
export const periodForm = z.object({ code, version, retentionDays: retentionField });

/** A row: its code, and the version it was shown with. */
const row = z
  .string()
  .regex(/^.+@\d+$/, "Select letter types of the list.")
  .transform((sent) => {
    const code = codeOfSelected(sent);
    return { code, version: Number(sent.slice(code.length + 1)) };
  });

export function codeOfSelected(sent: string): string {
  return sent.slice(0, sent.lastIndexOf("@"));
}

export const rowValue = (type: { code: string; version: number }): string =>
  `${type.code}@${type.version}`;

/** Every switch is a button of one of two forms. */
export const enabledForm = z.object({ row, enabled: z.boolean() });
export const enabledFormId = (enabled: boolean) => (enabled ? "enable-type" : "disable-type");

export const mostSelected = 10_000;

export const periodsForm = z.object({
  selected: z
    .array(row)
    .min(1, "Select at least one letter type.")
    .max(mostSelected, "Select fewer letter types."),
  retentionDays: retentionField,
});

export const letterSorts = {
  name: "Name",
  code: "Code",
  channel: "Channel",
  retention: "Retention Period",
  stored: "Letters stored",
  past: "Past their period",
  updated: "Update date",
} as const;
export type LetterSort = keyof typeof letterSorts;

/** The state of the list in its address. What does not fit is left out. */
export const letterSearch = z.object({
  search: blankIsAbsent(z.string().max(200)),
  patronFacing: blankIsAbsent(z.enum(["yes", "no"])),
  attention: blankIsAbsent(z.literal("yes")),
  sort: z
    .enum(Object.keys(letterSorts) as [LetterSort, ...LetterSort[]])
    .default("name")
    .catch("name"),
});
export type LetterSearch = z.output<typeof letterSearch>;

/** What forms of a page call a letter type that several of them save. */
export const letterRow = (code: string): string => `letter ${code}`;
