import { sql } from "drizzle-orm";

/**
 * A user `u` as a preview shows one, "A••• 4••1": the first letter of the last name, and the ends of a
 * primary ID that is long enough to hide the rest. Masked before the name leaves the database.
 */
export const maskedPatron = sql`concat_ws(' ', left(u.last_name, 1) || '•••',
  CASE WHEN length(u.primary_id) > 3 THEN left(u.primary_id, 1) || '••' || right(u.primary_id, 1) ELSE '•••' END)`;
