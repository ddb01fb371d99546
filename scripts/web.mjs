import { prepareTypeScript, requireInstalled } from "./ensure.mjs";

requireInstalled();
await prepareTypeScript();
const { startAlone } = await import("./production.ts");
await startAlone("web");
