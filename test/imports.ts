import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, type Tx } from "#db/client.ts";
import { startImport } from "#db/queries/import-steering.ts";
import { openImport, takePiece } from "#db/queries/import-uploads.ts";
import { readImport, type Import } from "#db/queries/imports.ts";

/** Imports as the page asks for them, on the database at `url`. */
export function askForImports(url: string) {
  const db = openDatabase(url);
  const asWeb = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);

  /** Reads it again and again until it is as wanted. */
  async function until(id: string, wanted: (now: Import) => boolean): Promise<Import> {
    for (;;) {
      const now = await asWeb((tx) => readImport(tx, id));
      if (!now) throw new Error("the import is gone");
      if (wanted(now)) return now;
      await sleep(20);
    }
  }

  return {
    db,
    asWeb,
    /** Sends files whole, in the order given; the import's id. */
    async send(files: Record<string, string | Buffer>, source = "alma"): Promise<string> {
      const named = Object.entries(files).map(([name, content]) => ({
        name,
        bytes: Buffer.from(content),
      }));
      const { id } = await asWeb((tx) =>
        openImport(tx, {
          source,
          files: named.map(({ name, bytes }) => ({
            name,
            format: null,
            size: bytes.byteLength,
            modified: null,
          })),
          by: "operator",
        }),
      );
      for (const [number, { bytes }] of named.entries()) {
        await asWeb((tx) => takePiece(tx, { importId: id, number, offset: 0, bytes }));
      }
      return id;
    },
    start: (id: string, options: { dryRun?: boolean; replaceDemo?: boolean } = {}) =>
      asWeb((tx) => startImport(tx, { id, dryRun: false, replaceDemo: false, ...options })),
    until,
    /** Until nobody is to do anything with it. */
    ended: (id: string) => until(id, ({ isMoving }) => !isMoving),
    end: () => db.end(),
  };
}
