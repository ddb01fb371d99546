import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
await import("../cli/main.ts");
