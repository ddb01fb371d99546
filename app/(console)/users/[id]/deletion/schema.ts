import { z } from "zod";

export const deletionForm = z.object({
  id: z.coerce.number().int().positive(),
  typed: z.string().trim(),
});
