/**
 * A module hook that replaces strings in modules, or in all of a folder, as they are loaded, before
 * anything else sees them. It tells each place where it found one.
 */

/** @type {{ module: string; from: string; to: string }[]} */
let edits = [];
/** @type {import("node:worker_threads").MessagePort | undefined} */
let port;

/** @param {{ edits: typeof edits; port: NonNullable<typeof port> }} data */
export function initialize(data) {
  ({ edits, port } = data);
}

/** @type {import("node:module").LoadHook} */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const mine = edits.filter(({ module }) => url.includes(`/${module}`));
  if (mine.length === 0 || !loaded.source) return loaded;
  let source = Buffer.from(/** @type {Uint8Array} */ (loaded.source)).toString("utf8");
  for (const { from, to } of mine) {
    for (let found = source.split(from).length - 1; found > 0; found -= 1) port?.postMessage(from);
    source = source.replace(from, () => to);
  }
  return { ...loaded, source };
}
