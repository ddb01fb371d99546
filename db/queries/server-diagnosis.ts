import type pg from "pg";

/** Major version. */
export const oldestServer = 16;

/** What is wrong with a server, whatever its databases hold. */
export async function diagnoseServer(client: pg.ClientBase): Promise<string[]> {
  return [...(await serverVersion(client)), ...(await durability(client)), ...(await logs(client))];
}

async function serverVersion(client: pg.ClientBase): Promise<string[]> {
  const [row] = await ask<{ version: string; major: number }>(
    client,
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major",
  );
  return row && row.major < oldestServer
    ? [`The server is PostgreSQL ${row.version}; Lethe needs ${oldestServer} or newer.`]
    : [];
}

/** Anonymized must stay anonymized after a crash. */
async function durability(client: pg.ClientBase): Promise<string[]> {
  const off = await ask<{ name: string }>(
    client,
    `SELECT name FROM pg_settings
     WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name`,
  );
  return off.map(
    ({ name }) => `The server has ${name} off: after a crash, links that were cut can be back.`,
  );
}

/** A statement's values name patrons. */
async function logs(client: pg.ClientBase): Promise<string[]> {
  const [row] = await ask<{
    statements: boolean;
    errors: boolean;
    details: boolean;
    audited: boolean;
    explained: boolean;
  }>(
    client,
    `SELECT current_setting('log_parameter_max_length')::int <> 0 AND (
         current_setting('log_statement') <> 'none'
         OR (SELECT bool_or(setting::int >= 0) FROM pg_settings
             WHERE name IN ('log_min_duration_statement', 'log_min_duration_sample'))
         OR current_setting('log_transaction_sample_rate')::float8 > 0) AS statements,
       current_setting('log_parameter_max_length_on_error')::int <> 0 AS errors,
       current_setting('log_error_verbosity') <> 'terse' AS details,
       coalesce(current_setting('pgaudit.log_parameter', true) = 'on', false) AS audited,
       coalesce(current_setting('auto_explain.log_min_duration', true) <> '-1', false)
         AND coalesce(current_setting('auto_explain.log_parameter_max_length', true) <> '0', false) AS explained`,
  );
  return [
    ...(row?.statements
      ? [
          "The server writes statements with their values into its log, and values name patrons: set log_parameter_max_length to 0.",
        ]
      : []),
    ...(row?.errors
      ? [
          "The server writes the values of failed statements into its log, and values name patrons: set log_parameter_max_length_on_error to 0.",
        ]
      : []),
    ...(row?.details
      ? [
          "The server writes into its log which value was refused as there already, and values name patrons: set log_error_verbosity to terse.",
        ]
      : []),
    ...(row?.audited
      ? [
          "pgaudit writes values into its log, and values name patrons: set pgaudit.log_parameter to off.",
        ]
      : []),
    ...(row?.explained
      ? [
          "auto_explain writes values into the log, and values name patrons: set auto_explain.log_parameter_max_length to 0.",
        ]
      : []),
  ];
}

export async function ask<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const { rows } = await client.query<Row>(text, values);
  return rows;
}
