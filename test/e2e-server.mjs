// What `npm start` runs, on a database of its own that is made anew.
import { ensureInstalled, prepareTypeScript } from "../scripts/ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { makeE2eDatabase } = await import("./e2e-database.ts");
await makeE2eDatabase();
const { start } = await import("../scripts/start.ts");
process.env.PORT = process.env.LETHE_E2E_PORT;
await start({ development: false, demo: false });
