import { ensureInstalled, prepareTypeScript } from "./ensure.mjs";

// Paths on the command line are of the folder that it was typed in.
process.env.INIT_CWD ??= process.cwd();
ensureInstalled();
await prepareTypeScript();
await import("../cli/main.ts");
