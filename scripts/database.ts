import fs from "node:fs";
import path from "node:path";
import { refuseUnreadableAddress, withLogin } from "../cli/connection.ts";
import { fillDemo } from "#db/demo/fill.ts";
import { grantLogins, locateDatabase, type DatabaseLocation } from "#db/location.ts";
import { migrate } from "#db/migrate.ts";
import { dataFolder } from "#lib/data-folder.ts";
import { Refusal } from "#lib/refusal.ts";

const DEMO = { users: 3_000, loans: 60_000, seed: 1 };
const OLDEST_SERVER = 16;

/** The database, up to date; an embedded one that is new holds a demo library. */
export async function prepareDatabase({ demo }: { demo: boolean }): Promise<DatabaseLocation> {
  refuseUnreadableAddress(process.env.DATABASE_URL);
  const location = await locateDatabase();
  try {
    await refuseOldServer(location.url);
    await migrate(location.url, { say: console.log });
    if (location.embedded) await grantLogins(location.url);
    if (demo && location.embedded) await fillOnce(location);
    return location;
  } catch (error) {
    location.stop();
    throw error;
  }
}

async function refuseOldServer(url: string) {
  const version = await withLogin(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version ?? "";
  });
  if (Number.parseInt(version) >= OLDEST_SERVER) return;
  throw new Refusal(`Lethe needs PostgreSQL ${OLDEST_SERVER} or newer; this server is ${version}.`);
}

/** The mark outlives a first start that was cut short. */
async function fillOnce({ url, fresh }: DatabaseLocation) {
  const mark = path.join(dataFolder(), "demo-is-due");
  if (fresh) fs.writeFileSync(mark, "");
  if (!fs.existsSync(mark)) return;
  console.log("Filling a demo library …");
  await fillDemo(url, DEMO);
  fs.rmSync(mark);
}
