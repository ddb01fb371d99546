import { runLimitsSchema } from "#lib/run-limits.ts";
import { version } from "../schema.ts";

export const limitsBody = runLimitsSchema.extend({ version });
