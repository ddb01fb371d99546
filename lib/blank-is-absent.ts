import { z } from "zod";

/** What a list's address says of its state: left out where its form's field was empty, and where it does not fit. */
export const blankIsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional()).catch(undefined);
