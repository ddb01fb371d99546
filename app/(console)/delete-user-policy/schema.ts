import { z } from "zod";
import { deletePolicies } from "#lib/purge-fields.ts";

export const policyForm = z.object({
  policy: z.enum(deletePolicies, "Choose what a deletion leaves."),
  /** What the page showed. */
  was: z.enum(deletePolicies),
});
