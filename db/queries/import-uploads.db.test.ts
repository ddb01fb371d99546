import { afterEach, beforeEach, expect, test } from "vitest";
import { importLimits } from "#lib/import-limits.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { askForImports } from "../../test/imports.ts";
import { discardImport, stopImport } from "./import-steering.ts";
import { openImport, readUploads, takePiece } from "./import-uploads.ts";

let home: TestDatabase;
let ask: ReturnType<typeof askForImports>;
beforeEach(async () => {
  home = await testDatabase();
  ask = askForImports(home.url);
});
afterEach(async () => {
  await ask.end();
  await home.drop();
});

const least = importLimits.leastChunkBytes;
const size = 2 * least + 10;
const file = { name: "users.csv", format: null, size, modified: 1 };
const open = async (files = [file]) =>
  (await ask.asWeb((tx) => openImport(tx, { source: "alma", files, by: "x" }))).id;
const piece = (importId: string, offset: number, length: number, number = 0) =>
  ask.asWeb((tx) =>
    takePiece(tx, { importId, number, offset, bytes: Buffer.alloc(length, offset % 251) }),
  );

test("a file arrives piece by piece, and a piece that is sent again changes nothing", async () => {
  const id = await open();
  expect(await piece(id, 0, least)).toEqual({ received: least });
  expect(await piece(id, 0, least)).toEqual({ received: least });
  expect(await piece(id, least, least)).toEqual({ received: 2 * least });
  expect(await piece(id, 2 * least, 10)).toEqual({ received: size });
  expect(await ask.asWeb((tx) => readUploads(tx, id))).toEqual([
    { ...file, number: 0, received: size },
  ]);
});

test.each([
  [
    "a piece that leaves a gap",
    least,
    least,
    "A part of the file before this one has not arrived.",
  ],
  ["more than the file has", 0, size + 1, "More was sent than the file was said to have."],
  ["a crumb that is not the end", 0, least - 1, "Send at least 65.5 kB at once."],
])("%s is not taken", async (_what, offset, length, refused) => {
  const id = await open();
  expect(await piece(id, offset, length)).toEqual({ received: 0, refused });
});

test("a piece that begins within what is here is not taken", async () => {
  const id = await open();
  await piece(id, 0, least);
  expect(await piece(id, 10, least)).toMatchObject({
    received: least,
    refused: expect.any(String),
  });
});

test("there is no piece of a file or an import that there is not", async () => {
  const id = await open();
  expect(await piece(id, 0, least, 1)).toBeNull();
  expect(await piece("00000000-0000-4000-8000-000000000000", 0, least)).toBeNull();
});

test("an upload that was cut off cannot be started, and says what is missing", async () => {
  const id = await open();
  await piece(id, 0, least);
  await expect(ask.start(id, { dryRun: true })).rejects.toThrow(
    '"users.csv" has not arrived whole: 65.5 kB of 131 kB. Send the rest first.',
  );
});

test("what the database lost is missed: a dry run's files are not imported by halves", async () => {
  const id = await ask.send({ "users.csv": "primary_id\na\n" });
  await ask.start(id, { dryRun: true });
  await ask.asWeb((tx) => stopImport(tx, id));
  await home.pool.query("TRUNCATE patron.import_chunks");
  await expect(ask.start(id)).rejects.toThrow("no longer here: they are kept for a day");
});

test("no piece is taken once an import was started", async () => {
  const id = await ask.send({ "users.csv": "primary_id\na\n" });
  await ask.start(id, { dryRun: true });
  expect(await piece(id, 13, 5)).toMatchObject({ refused: "This import takes no more files." });
  await expect(ask.start(id)).rejects.toThrow("under way already");
  await expect(ask.asWeb((tx) => discardImport(tx, id))).rejects.toThrow("Stop it first");
});

test("too much for one import, and too many imports at once, are refused", async () => {
  const large = { ...file, size: importLimits.fileBytes };
  await expect(open([large, large, large])).rejects.toThrow(
    "One import takes 8.59 GB at most, and these files have 12.9 GB.",
  );
  for (let n = 0; n < importLimits.uploads; n += 1) await open();
  await expect(open()).rejects.toThrow("10 imports wait to be done already.");
});

test("a discarded upload is gone with its name and bytes; what was imported is not discarded", async () => {
  const id = await open();
  await piece(id, 0, least);
  await ask.asWeb((tx) => discardImport(tx, id));
  for (const table of ["import_uploads", "import_chunks"]) {
    expect((await home.pool.query(`SELECT FROM patron.${table}`)).rowCount).toBe(0);
  }
  await expect(ask.start(id)).rejects.toThrow("There is no such import.");
  const done = await ask.send({ "users.csv": "primary_id\na\n" });
  await ask.start(done);
  await ask.asWeb((tx) => stopImport(tx, done));
  await expect(ask.asWeb((tx) => discardImport(tx, done))).rejects.toThrow("nothing to discard");
});

test("an import moves only as the law says", async () => {
  const id = await open();
  const move = (status: string) =>
    home.pool.query(
      `UPDATE console.imports SET status = $1::console.import_status, ended_at = CASE WHEN $1 IN ('stopped', 'completed') THEN now() END WHERE id = $2`,
      [status, id],
    );
  await expect(move("running")).rejects.toMatchObject({ constraint: "imports_legal_transition" });
  await move("queued");
  await expect(move("completed")).rejects.toMatchObject({ constraint: "imports_legal_transition" });
  await move("stopped");
  await move("queued");
  await home.pool.query("UPDATE console.imports SET dry_run = false");
  await move("stopped");
  await expect(move("queued")).rejects.toMatchObject({ constraint: "imports_legal_transition" });
});
