// What `npm start` runs, on a database of its own that is made anew.
import { ensureInstalled, prepareTypeScript } from "../scripts/ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { makeE2eDatabase } = await import("./e2e-database.ts");
const { e2ePort } = await import("./e2e-library.ts");
await makeE2eDatabase();
const { start } = await import("../scripts/start.ts");
process.env.PORT = e2ePort();
await start({ development: false, demo: false });
