import { z } from "zod";
import { formatCount, formatCountOf } from "./format.ts";
import { limits } from "./rules.ts";

/** Whole days, as the form field, the configuration file and the database's CHECK know them. */
export const retentionLimits = { shortest: 1, longest: limits.days };

export const letterChannels = { email: "E-mail", sms: "SMS", print: "Print" } as const;
export type LetterChannel = keyof typeof letterChannels;

const sentences = {
  wrong:
    "Enter whole days, such as 30, or leave it blank to keep letters until the user is purged.",
  short:
    "A retention period is at least 1 day; leave it blank to keep letters until the user is purged.",
  long: `A retention period is at most ${formatCount(limits.days)} days.`,
};

/** What somebody typed, as days; blank is null. */
export const retentionField = z
  .string(sentences.wrong)
  .max(1_000, sentences.wrong)
  .transform((typed, context) => {
    const text = typed.trim();
    if (text === "") return null;
    if (!/^-?\d+$/.test(text)) context.addIssue({ code: "custom", message: sentences.wrong });
    else if (Number(text) < retentionLimits.shortest)
      context.addIssue({ code: "custom", message: sentences.short });
    else if (Number(text) > retentionLimits.longest)
      context.addIssue({ code: "custom", message: sentences.long });
    return Number(text);
  });

/** "30 days"; "until the user is purged" where there is no period. */
export const retentionText = (days: number | null): string =>
  days === null ? "until the user is purged" : formatCountOf(days, "day", "days");
