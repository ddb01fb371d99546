import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { CreatedCodes } from "./report.ts";

interface Wanted {
  /** A query of `library` and `location`; an empty location is none. */
  places?: SQL;
  /** A query of `code`. */
  userGroups?: SQL;
  /** A query of `statistics`, each `TYPE:CATEGORY;TYPE:CATEGORY`. */
  statistics?: SQL;
}

/** Creates the codes that do not exist yet, each under its code as its name, and says which. */
export async function createCodes(tx: Tx, wanted: Wanted): Promise<CreatedCodes> {
  const created = async (statement: SQL) =>
    (await tx.execute<{ code: string }>(statement)).rows.map((row) => row.code).sort();
  const { places, userGroups: groups, statistics } = wanted;
  const libraries = places
    ? await created(sql`
        INSERT INTO record.libraries (code, name)
        SELECT DISTINCT library, library FROM (${places}) p
        WHERE NOT EXISTS (SELECT FROM record.libraries l WHERE l.code = p.library) ORDER BY 1
        ON CONFLICT DO NOTHING RETURNING code`)
    : [];
  const locations = places
    ? await created(sql`
        WITH made AS (
          INSERT INTO record.locations (library_id, code, name)
          SELECT DISTINCT l.id, p.location, p.location
          FROM (${places}) p JOIN record.libraries l ON l.code = p.library
          WHERE p.location <> '' AND NOT EXISTS (
            SELECT FROM record.locations o WHERE o.library_id = l.id AND o.code = p.location)
          ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING library_id, code)
        SELECT l.code || ':' || made.code AS code FROM made JOIN record.libraries l ON l.id = library_id`)
    : [];
  const userGroups = groups
    ? await created(sql`
        INSERT INTO record.user_groups (code, name)
        SELECT DISTINCT code, code FROM (${groups}) g
        WHERE code <> '' AND NOT EXISTS (SELECT FROM record.user_groups o WHERE o.code = g.code) ORDER BY 1
        ON CONFLICT DO NOTHING RETURNING code`)
    : [];
  const statisticalCategories = statistics
    ? await created(sql`
        INSERT INTO record.statistical_categories (type, category)
        SELECT DISTINCT ${typeOf} AS type, ${categoryOf} AS category
        FROM (SELECT DISTINCT statistics FROM (${statistics}) w) s, ${entries}
        WHERE NOT EXISTS (SELECT FROM record.statistical_categories o
          WHERE o.type = ${typeOf} AND o.category = ${categoryOf})
        ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING type || ':' || category AS code`)
    : [];
  return { libraries, locations, userGroups, statisticalCategories };
}

const entries = sql.raw("unnest(string_to_array(s.statistics, ';')) AS entry");
const typeOf = sql.raw("split_part(entry, ':', 1)");
const categoryOf = sql.raw("substr(entry, strpos(entry, ':') + 1)");

/** A query of `statistics` and `category_ids`, sorted, for each text of a query of `statistics`. */
export const categoryIdsOf = (statistics: SQL): SQL => sql`
  SELECT s.statistics, array_agg(c.id ORDER BY c.id) AS category_ids
  FROM (SELECT DISTINCT statistics FROM (${statistics}) w) s, ${entries}
  JOIN record.statistical_categories c ON c.type = ${typeOf} AND c.category = ${categoryOf}
  GROUP BY s.statistics`;
