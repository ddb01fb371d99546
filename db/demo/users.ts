import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import type { DemoOptions } from "./fill.ts";
import { userGroups, userNotes } from "./library.ts";
import { COMMON_NAMES, COMMON_NAMES_PERCENT, names } from "./names.ts";
import { pick } from "./reference.ts";

/** Users with all their parts: expired ones, some without an expiry date, staff, a few purged. */
export async function fillUsers(tx: Tx, { users }: DemoOptions): Promise<void> {
  await makePeople(tx, users);
  await tx.execute(sql`
    INSERT INTO patron.users (id, primary_id, first_name, last_name, title, status, record_type, account_type,
      user_group_id, job_category, campus, preferred_language, birth_date, gender, expiry_date, purge_date,
      deleted_on, deleted_under, created_at) OVERRIDING SYSTEM VALUE
    SELECT i, CASE WHEN NOT purged THEN primary_id END, CASE WHEN NOT purged THEN given END,
      CASE WHEN purged THEN i::text ELSE family END,
      CASE WHEN NOT purged AND group_code IN ('FACULTY', 'EMERITUS') THEN 'Prof.' END,
      (CASE WHEN purged THEN 'deleted' WHEN pg_temp.dice(i, 30, 60) = 0 THEN 'inactive' ELSE 'active' END)::patron.user_status,
      (CASE WHEN group_code = 'STAFF' THEN 'staff' ELSE 'public' END)::patron.record_type,
      (CASE WHEN group_code = 'COMMUNITY' THEN 'internal' ELSE 'external' END)::patron.account_type,
      g.id, CASE WHEN group_code = 'STAFF' THEN 'LIBRARY' END,
      (ARRAY['CITY', 'HARBOUR', 'ONLINE'])[1 + pg_temp.dice(i, 31, 3)],
      CASE WHEN NOT purged THEN (ARRAY['en', 'de', 'fr', 'ar', 'zh'])[1 + pg_temp.dice(i, 32, 5)] END,
      CASE WHEN NOT purged THEN current_date - 6600 - pg_temp.dice(i, 33, 16000) END,
      CASE WHEN NOT purged THEN (ARRAY['F', 'M', 'X', NULL])[1 + pg_temp.dice(i, 34, 4)] END,
      expiry_date, CASE WHEN expiry_date < current_date THEN expiry_date + 180 END,
      CASE WHEN purged THEN current_date - 30 - pg_temp.dice(i, 35, 300) END,
      CASE WHEN purged THEN 'keepStatisticsAndRemovePrimaryId'::console.delete_user_policy END,
      (current_date - 2200 + pg_temp.dice(i, 36, 200))::timestamptz
    FROM pg_temp.people JOIN record.user_groups g ON g.code = group_code ORDER BY i`);
  await tx.execute(sql`SELECT setval('patron.users_id_seq', ${users}::bigint)`);
  await fillParts(tx);
}

/** Who they are, before they become accounts. */
async function makePeople(tx: Tx, users: number): Promise<void> {
  const json = JSON.stringify(names);
  const upTo = userGroups.map(({ code }, index) => ({
    code,
    until: userGroups.slice(0, index + 1).reduce((sum, group) => sum + group.share, 0),
  }));
  const groupOf = upTo
    .map(({ code, until }) => `WHEN pg_temp.dice(i, 20, 10000) < ${until} THEN '${code}'`)
    .join(" ");
  const [common, percent, rest] = [COMMON_NAMES, COMMON_NAMES_PERCENT, names.length - COMMON_NAMES];
  await tx.execute(sql`
    CREATE TEMPORARY TABLE people ON COMMIT DROP AS
    WITH drawn AS (
      SELECT i, CASE ${sql.raw(groupOf)} END AS group_code, pg_temp.dice(i, 21, 400) = 0 AS purged,
        ${sql.raw(`CASE WHEN pg_temp.dice(i, 22, 100) < ${percent} THEN pg_temp.dice(i, 23, ${common})
          ELSE ${common} + pg_temp.dice(i, 23, ${rest}) END`)} AS tradition
      FROM generate_series(1, ${sql.raw(`${users}`)}::bigint) AS i
    ), traditions AS MATERIALIZED (
      SELECT ord - 1 AS tradition, array(SELECT jsonb_array_elements_text(t -> 'given')) AS given,
        array(SELECT jsonb_array_elements_text(t -> 'family')) AS family
      FROM jsonb_array_elements(${sql.raw(literal(json))}::jsonb) WITH ORDINALITY AS a(t, ord)
    )
    SELECT i, group_code, purged, 'r' || lpad((100000 + i * 7)::text, 8, '0') AS primary_id,
      given[1 + pg_temp.dice(i, 24, cardinality(given))] AS given,
      family[1 + pg_temp.dice(i, 25, cardinality(family))] AS family,
      CASE WHEN purged OR group_code = 'EMERITUS' OR pg_temp.dice(i, 26, 40) = 0 THEN NULL
        WHEN pg_temp.dice(i, 27, 100) < 26 THEN current_date - 1 - pg_temp.dice(i, 28, 1400)
        ELSE current_date + 1 + pg_temp.dice(i, 28, 1100) END AS expiry_date
    FROM drawn JOIN traditions USING (tradition)`);
  await tx.execute(sql`ANALYZE pg_temp.people`);
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

async function fillParts(tx: Tx): Promise<void> {
  const insert = (into: string, select: ReturnType<typeof sql>) =>
    tx.execute(sql`INSERT INTO ${sql.raw(into)} ${select}`);
  const people = sql`FROM pg_temp.people WHERE NOT purged`;
  await insert(
    "patron.user_identifiers (user_id, type, value)",
    sql`
    SELECT i, 'BARCODE', '2' || lpad((i * 13)::text, 9, '0') ${people} ORDER BY i`,
  );
  await insert(
    "patron.user_emails (user_id, email)",
    sql`
    SELECT i, CASE WHEN given || family ~ '^[A-Za-z]+$' THEN lower(given || '.' || family) ELSE 'reader' END
      || '.' || i || '@example.org' ${people} ORDER BY i`,
  );
  await insert(
    "patron.user_phones (user_id, phone)",
    sql`
    SELECT i, '+41 44 555 ' || lpad(pg_temp.dice(i, 40, 10000)::text, 4, '0') ${people} AND pg_temp.dice(i, 41, 3) = 0 ORDER BY i`,
  );
  await insert(
    "patron.user_addresses (user_id, address)",
    sql`
    SELECT i, ${pick(["Harbour Street", "Mill Lane", "Rue du Lac", "Lindenweg", "Garden Row", "Kirchgasse"], 42)}
      || ' ' || 1 + pg_temp.dice(i, 43, 140) || ', ' || 8000 + pg_temp.dice(i, 44, 90) || ' Riverside'
    ${people} AND pg_temp.dice(i, 45, 2) = 0 ORDER BY i`,
  );
  await insert(
    "patron.user_notes (user_id, text)",
    sql`
    SELECT i, replace(${pick(userNotes, 46)}, '%s', given || ' ' || family) ${people} AND pg_temp.dice(i, 47, 20) = 0 ORDER BY i`,
  );
  await insert(
    "patron.user_blocks (user_id, code)",
    sql`
    SELECT i, 'OVERDUE' ${people} AND pg_temp.dice(i, 48, 120) = 0 ORDER BY i`,
  );
  await insert(
    "patron.user_roles (user_id, code)",
    sql`
    SELECT i, role ${sql`FROM pg_temp.people, unnest(CASE WHEN group_code = 'STAFF' THEN ARRAY['200', '32']
      ELSE ARRAY['200'] END) AS role WHERE NOT purged`} ORDER BY i`,
  );
  await insert(
    "patron.user_categories (user_id, category_id)",
    sql`
    SELECT i, c.id FROM pg_temp.people JOIN record.statistical_categories c ON
      c.type = 'FACULTY' AND group_code NOT IN ('ALUMNI', 'COMMUNITY')
        AND c.category = (ARRAY['ARTS', 'ENGINEERING', 'LAW', 'MEDICINE', 'SCIENCE', 'THEOLOGY'])[1 + pg_temp.dice(i, 49, 6)]
      OR c.type = 'CAMPUS' AND pg_temp.dice(i, 50, 10) < 7
        AND c.category = (ARRAY['CITY', 'HARBOUR', 'ONLINE'])[1 + pg_temp.dice(i, 31, 3)]
    ORDER BY i`,
  );
}
