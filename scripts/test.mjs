import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { runSteps } = await import("./test.ts");
process.exitCode = await runSteps(process.argv.slice(2));
