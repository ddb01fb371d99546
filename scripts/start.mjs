import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { start } = await import("./start.ts");
await start({
  development: process.argv.includes("--dev"),
  demo: !process.argv.includes("--no-demo"),
});
