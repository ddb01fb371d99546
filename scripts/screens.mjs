import { ensureInstalled, fail, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { takeScreens } = await import("./screens/main.ts");
await takeScreens(process.argv.slice(2)).catch((error) => fail(error.message));
