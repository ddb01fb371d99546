import { z } from "zod";

const id = z.coerce
  .number("A set is named by its number.")
  .int("A set is named by its number.")
  .positive("A set is named by its number.")
  .max(2_147_483_647, "There is no such set.");

export const setParams = z.strictObject({ id });
export const uploadParams = z.strictObject({ id, upload: z.uuid("There is no such upload.") });

export const exampleSet = 7;
export const exampleUpload = "7d9f3a52-0f7e-4b1a-9a55-6a1f0c8e2b11";
