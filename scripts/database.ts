import fs from "node:fs";
import path from "node:path";
import { refuseOldServer, refuseUnreadableAddress, withLogin } from "../cli/connection.ts";
import { fillDemo, usualDemo } from "#db/demo/fill.ts";
import { grantLogins, locateDatabase, type DatabaseLocation } from "#db/location.ts";
import { migrate } from "#db/migrate.ts";
import { dataFolder } from "#lib/data-folder.ts";

/** The database, up to date; an embedded one that is new holds a demo library. */
export async function prepareDatabase({ demo }: { demo: boolean }): Promise<DatabaseLocation> {
  refuseUnreadableAddress(process.env.DATABASE_URL);
  const location = await locateDatabase();
  try {
    await withLogin(location.url, refuseOldServer);
    await migrate(location.url, { say: console.log });
    if (location.embedded) await grantLogins(location.url);
    if (demo && location.embedded) await fillOnce(location);
    return location;
  } catch (error) {
    location.stop();
    throw error;
  }
}

/** The mark outlives a first start that was cut short. */
async function fillOnce({ url, fresh }: DatabaseLocation) {
  const mark = path.join(dataFolder(), "demo-is-due");
  if (fresh) fs.writeFileSync(mark, "");
  if (!fs.existsSync(mark)) return;
  console.log("Filling a demo library …");
  await fillDemo(url, usualDemo);
  fs.rmSync(mark);
}
