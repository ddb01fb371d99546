import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { freshFolder } from "../test/fresh-folder.ts";
import { zip } from "../test/zip.ts";
import { discover } from "./discover.ts";
import { openFile } from "./read-file.ts";

const { folder, put, archive } = freshFolder();

/** What each of the files holds, read to its end. */
async function texts(...paths: string[]): Promise<string[]> {
  const read = [];
  for (const location of await discover(paths)) {
    read.push(Buffer.concat((await openFile(location).toArray()) as Buffer[]).toString());
  }
  return read;
}

test("is read unpacked, from gzip, an archive, and gzip in an archive", async () => {
  const text = "primary_id\nä\n".repeat(100_000);
  await put("users.csv.gz", gzipSync(text));
  await put(
    "z.zip",
    zip([
      { name: "users.csv", content: text },
      { name: "users2.csv.gz", content: gzipSync("short") },
    ]),
  );
  expect(await texts(folder())).toEqual([text, text, "short"]);
});

test("may be left half read", async () => {
  const file = await archive({ name: "users.csv", content: "a".repeat(3_000_000) });
  const [location] = await discover([file]);
  for await (const _chunk of openFile(location!)) break;
  await rm(file);
});

const users = { name: "users.csv", content: "primary_id\na\n" };
const bomb = "0".repeat(20 * 1024 * 1024);
test.each([
  [
    "a path that climbs",
    [{ ...users, name: "../users.csv" }],
    "whose path leads out of the archive.",
  ],
  [
    "a path that climbs later",
    [users, { ...users, name: "a/../../users.csv" }],
    "leads out of the archive.",
  ],
  [
    "backslashes that climb",
    [{ ...users, name: "..\\users.csv" }],
    "whose path leads out of the archive.",
  ],
  [
    "an absolute path",
    [{ ...users, name: "/etc/users.csv" }],
    "whose path leads out of the archive.",
  ],
  ["a drive's path", [{ ...users, name: "C:\\users.csv" }], "whose path leads out of the archive."],
  ["a password", [{ ...users, encrypted: true }], "is protected by a password."],
  [
    "an archive in it",
    [users, { name: "more.zip", content: zip([users]) }],
    "holds another zip archive; unpack it first.",
  ],
  ["two files of one name", [users, users], "holds two files called users.csv."],
  ["a link", [{ ...users, isLink: true }], "holds a link to a file in place of the file."],
  [
    "another way of packing",
    [{ ...users, method: 12 }],
    "is packed in a way that Lethe does not open",
  ],
  ["a bomb", [{ name: "users.csv", content: bomb }], "unpacks to more than 250 times its size"],
  [
    "a bomb in pieces",
    Array.from({ length: 30 }, (_, n) => ({
      name: `users${n}.csv`,
      content: "0".repeat(1024 * 1024),
    })),
    "unpacks to more than 250 times its size",
  ],
  [
    "30 GB",
    Array.from({ length: 10 }, (_, n) => ({
      name: `users${n}.csv`,
      content: "a",
      unpackedBytes: 3_000_000_000,
    })),
    "unpacks to more than 20 GB. Split it",
  ],
  [
    "1,001 files",
    Array.from({ length: 1_001 }, (_, n) => ({ name: `users${n}.csv`, content: "" })),
    "holds more than 1,000 files.",
  ],
])("%s is refused before any of it is read", async (_what, files, sentence) => {
  await expect(discover([await archive(...files)])).rejects.toThrow(sentence);
});

test("100,000 files are refused by their number alone", async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => ({ name: `users${n}.csv`, content: "" }));
  const file = await archive(...many);
  const before = process.memoryUsage().rss;
  await expect(discover([file])).rejects.toThrow("library.zip holds more than 1,000 files.");
  expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
}, 60_000);

test("files that overlap are refused", async () => {
  const content = Array.from({ length: 1_000 }, (_, n) => `${n * 7919}`).join();
  const file = { name: "users.csv", content };
  const archived = await archive(file, { ...file, overlaps: true });
  await expect(discover([archived])).rejects.toThrow("holds files that overlap each other.");
});

test("an archive cut off anywhere is refused", async () => {
  const whole = zip([users]);
  for (let bytes = 0; bytes < whole.length; bytes += 7) {
    const file = await put("library.zip", whole.subarray(0, bytes));
    await expect(discover([file])).rejects.toThrow("library.zip is not a whole zip archive");
  }
});

test.each([
  ["damaged", { checksum: 1 }],
  ["longer than the archive says", { unpackedBytes: 3 }],
  ["shorter than the archive says", { unpackedBytes: 30_000 }],
  ["packed as something else", { content: "a", method: 0, unpackedBytes: 3 }],
])("a file that is %s is refused while it is read", async (_what, lie) => {
  await archive({ ...users, ...lie });
  await expect(texts(folder())).rejects.toThrow("library.zip is not a whole zip archive");
});

test("gzip cut off or damaged is refused", async () => {
  const whole = gzipSync(users.content.repeat(1000));
  const damaged = Buffer.from(whole);
  damaged[20]! ^= 0xff;
  for (const content of [
    whole.subarray(0, -9),
    whole.subarray(0, 5),
    damaged,
    Buffer.from("text"),
  ]) {
    await put("users.csv.gz", content);
    await expect(texts(folder())).rejects.toThrow("users.csv.gz is not a whole gzip file.");
  }
});

test("a gzip bomb is refused in flat memory", async () => {
  await put("users.csv.gz", gzipSync(Buffer.alloc(100 * 1024 * 1024, "a,b\n")));
  const [location] = await discover([folder()]);
  const before = process.memoryUsage().rss;
  let bytes = 0;
  const reading = async () => {
    for await (const chunk of openFile(location!)) bytes += (chunk as Buffer).length;
  };
  await expect(reading()).rejects.toThrow("users.csv.gz unpacks to more than 250 times its size");
  expect(bytes).toBeLessThan(40 * 1024 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
}, 60_000);

test("a file that may not be read is refused by name", async () => {
  const denied = new Readable({
    read() {
      this.destroy(Object.assign(new Error("EACCES"), { code: "EACCES" }));
    },
  });
  const file = openFile({
    file: "users.csv",
    gzipped: false,
    path: "",
    entry: { name: "users.csv", open: () => Promise.resolve(denied) },
  });
  await expect(file.toArray()).rejects.toThrow("users.csv may not be read by this account.");
});
