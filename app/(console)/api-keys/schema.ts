import { z } from "zod";
import { isRunScope, keyScopes } from "#lib/permissions.ts";

export const validity = { days: 90, mostDays: 365 } as const;

/** Ticked apart from the others, so that nobody gives them by the way. */
export const runScopes = keyScopes.filter(isRunScope);
export const otherScopes = keyScopes.filter((scope) => !isRunScope(scope));

const daysText = `Enter whole days, from 1 to ${validity.mostDays}.`;

export const addKeyForm = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, "Give the key a name, such as the script that uses it.")
      .max(200, "A name has at most 200 characters."),
    days: z
      .string()
      .trim()
      .regex(/^\d{1,3}$/, daysText)
      .transform(Number)
      .pipe(z.number().min(1, daysText).max(validity.mostDays, daysText)),
    scopes: z.array(z.enum(otherScopes)),
    runScopes: z.array(z.enum(runScopes)),
  })
  .superRefine(({ scopes, runScopes }, context) => {
    if (scopes.length + runScopes.length > 0) return;
    context.addIssue({
      code: "custom",
      path: ["scopes"],
      message: "Tick at least one scope: a key without one opens nothing.",
    });
  });

export const revokeForm = z.object({ id: z.coerce.number().int().positive() });

/** The search of the reference, in its address. */
export const referenceSearch = z.object({ search: z.string().trim().max(200).catch("") });
