/**
 * A module hook that replaces strings in modules as they are loaded, before anything else sees them.
 * A string that is not there exactly once ends the process: a plant that is not planted proves nothing.
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
  const mine = edits.filter(({ module }) => url.split("?")[0]?.endsWith(`/${module}`));
  if (mine.length === 0 || !loaded.source) return loaded;
  let source = Buffer.from(/** @type {Uint8Array} */ (loaded.source)).toString("utf8");
  for (const { module, from, to } of mine) {
    const found = source.split(from).length - 1;
    if (found !== 1)
      throw new Error(`${module} holds ${found} times what one edit replaces: ${from}`);
    source = source.replace(from, () => to);
    port?.postMessage(from);
  }
  return { ...loaded, source };
}
