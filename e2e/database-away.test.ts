import pg from "pg";
import { e2eDatabaseUrl } from "../test/e2e-database.ts";
import { expect, test, type Library } from "./fixtures.ts";

/** Opens a page and takes away the connection on which its body reads `table`, as a server that stops does. */
async function lostWhileReading(
  library: Library,
  table: string,
  open: () => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(await e2eDatabaseUrl());
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE ${table}`);
    const opened = open();
    await expect(async () => {
      const lost = await library.ask(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = '${table}'::regclass`,
      );
      expect(lost.length).toBeGreaterThan(0);
    }).toPass({ intervals: [50], timeout: 10_000 });
    await opened;
  } finally {
    await client.end();
  }
}

test("a page whose database goes away while it is read says so, and is there again afterwards", async ({
  page,
  library,
  signIn,
}) => {
  await signIn("generalSystemAdministrator");
  await lostWhileReading(library, "patron.legal_holds", () => page.goto("/legal-holds"));
  await expect(page.getByRole("heading", { name: "The database is away" })).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Legal Holds" })).toBeVisible();
});

test("so does a page of which a part is there already", async ({ page, library, signIn }) => {
  await signIn("generalSystemAdministrator");
  await lostWhileReading(library, "patron.letters", () => page.goto("/", { waitUntil: "commit" }));
  await expect(page.getByRole("heading", { name: "The database is away" })).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByText("Letters stored")).toBeVisible();
});
