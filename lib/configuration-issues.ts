import type { z } from "zod";
import { configurationJsonSchema } from "./configuration.ts";
import { issueSentences } from "./issue-sentences.ts";

/** Sentences on what is wrong with a configuration file, each with its place in the file. */
export const describeIssues = (error: z.ZodError): string[] =>
  issueSentences(error, configurationJsonSchema(), "The file");
