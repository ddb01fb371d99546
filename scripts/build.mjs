import { ensureInstalled, fail, prepareTypeScript } from "./ensure.mjs";

ensureInstalled();
await prepareTypeScript();
const { build } = await import("./build.ts");
await build().catch((error) => fail(error.message));
