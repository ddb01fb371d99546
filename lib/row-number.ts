import { z } from "zod";

/** PostgreSQL's largest integer: no set, hold or purge job has a larger number. */
export const LARGEST_NUMBER = 2_147_483_647;

/** A row's number as an address or a form holds it; refused with `unnamed`, and where no row can have it with `unknown`. */
export const rowNumber = (unnamed?: string, unknown = unnamed) =>
  z.coerce.number(unnamed).int(unnamed).positive(unnamed).max(LARGEST_NUMBER, unknown);
