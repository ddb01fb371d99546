import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
await import("./bench/main.ts");
