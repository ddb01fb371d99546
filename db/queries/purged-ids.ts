import { sql, type SQL } from "drizzle-orm";

/**
 * Whether a primary ID, in lower case, was one of somebody purged. A policy may have kept it, as such or
 * in place of the name; where the internal ID stands there, none was kept.
 */
export const wasPurged = (key: SQL): SQL => sql`(
  EXISTS (SELECT FROM patron.users d WHERE lower(d.primary_id) = ${key} AND d.status = 'deleted')
  OR EXISTS (SELECT FROM patron.users d WHERE (lower(coalesce(d.last_name, '')) COLLATE "C") = ${key}
    AND d.status = 'deleted' AND d.primary_id IS NULL AND d.last_name <> d.id::text))`;
