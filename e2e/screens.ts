import { addressedPages } from "#lib/help/screens.ts";
import type { Library } from "./fixtures.ts";

/** Every page that has an address of its own, as the menu, its pages and the links on them have it. */
export const fixedScreens: readonly string[] = [
  ...addressedPages.map(({ href }) => href),
  "/monitor-jobs/schedules/anonymization",
  "/monitor-jobs/subscriptions/anonymization",
  "/statistics?by=library&by=category",
  "/statistics?by=month",
  "/api-keys/reference/postUsersQuery",
  "/set-up-guide",
  "/help",
  "/help/fulfillment-jobs",
  "/no-such-page",
];

const tabs = [
  ...["", "contact", "identifiers", "notes", "blocks", "loans", "fees", "requests"],
  ...["resource-sharing", "statistics", "attachments", "proxies", "history", "deletion"],
];

/** What opens from the first row of a list, of all lists that have one. */
export async function openedScreens(library: Library): Promise<string[]> {
  const first = async (table: string): Promise<string[]> => {
    const rows = await library.ask<{ id: string }>(
      `SELECT id::text FROM ${table} ORDER BY id LIMIT 1`,
    );
    return rows.map(({ id }) => id);
  };
  const of = async (folder: string, table: string) =>
    (await first(table)).map((id) => `${folder}/${id}`);
  const [user] = await first("patron.users WHERE deleted_on IS NULL");
  return [
    ...(user ? tabs.map((tab) => `/users/${user}/${tab}`) : []),
    ...(await of("/sets", "patron.sets")),
    ...(await of("/legal-holds", "patron.legal_holds")),
    ...(await of("/monitor-jobs", "console.job_runs")),
    ...(await of("/purge-user-records", "console.purge_jobs")),
    ...(await of("/records/loans", "record.loans")),
    ...(await of("/staff", "console.staff")),
  ];
}
