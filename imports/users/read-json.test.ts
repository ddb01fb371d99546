import { Readable } from "node:stream";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { FoundUser } from "./alma-values.ts";
import { jsonUsers } from "./read-json.ts";

const warnings: string[] = [];
beforeEach(() => void warnings.splice(0));
const usersOf = (source: Readable) =>
  jsonUsers(source, "users.json", (sentence) => warnings.push(sentence));

async function read(...chunks: (string | Buffer)[]): Promise<FoundUser[]> {
  const users = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const user of usersOf(source)) users.push(user);
  return users;
}

const anna = { primary_id: "anna", last_name: 'K"}]{[\\', contact_info: { email: [] } };
const boris = { primary_id: "boris" };

describe("users are read", () => {
  test.each([
    ["one object", JSON.stringify(anna), [{ line: 1, user: anna }]],
    [
      "an array",
      `[\n${JSON.stringify(anna)},\n\n{\n"primary_id":"boris"}]\n`,
      [
        { line: 2, user: anna },
        { line: 4, user: boris },
      ],
    ],
    [
      "the API's list",
      JSON.stringify({ user: [anna, boris], total_record_count: 2 }),
      [
        { line: 1, user: anna },
        { line: 1, user: boris },
      ],
    ],
    [
      "the API's list, its count first",
      '{"total_record_count": 1,\n "user" : [\n{"primary_id":"boris"}]}',
      [{ line: 3, user: boris }],
    ],
    ["the API's empty list", '{"user":[],"total_record_count":0}', []],
    ["the API's empty answer", '{"total_record_count":0}', []],
    ["an empty array", "\ufeff[ ]", []],
  ])("of %s", async (_what, text, users) => {
    expect(await read(text)).toEqual(users);
    expect(warnings).toEqual([]);
  });

  test.each([
    [
      { user: [anna], total_record_count: 50_000 },
      "1 user was read; the file says that there are 50,000 (total_record_count).",
    ],
    [
      { total_record_count: "0", user: [anna, boris] },
      "2 users were read; the file says that there are 0 (total_record_count).",
    ],
  ])("of one page among several, with a warning: %#", async (page, warning) => {
    expect(await read(JSON.stringify(page))).toHaveLength(page.user.length);
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });

  test.each([
    ['[{"primary_id":"a","email":"x","email":"y"}]', true],
    ['{"primary_id":"a","b":[{"c":{"d":1,"d":1}}]}', true],
    ['[{"primary_id":"a","b":":","__proto__":{"c":1},"d":{"b":1}}]', undefined],
  ])("and known to have a field twice: %s", async (text, repeats) => {
    expect((await read(text)).map((found) => found.repeats)).toEqual([repeats]);
  });

  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: "grapheme" }),
      fc.constantFrom('"', "\\", '\\"user": [', "}", "]", "{[", "\u2028"),
      fc.integer(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
  })).value;
  const user = fc
    .tuple(fc.string(), fc.dictionary(fc.string(), json, { maxKeys: 4, noNullPrototype: true }))
    .map(([primary_id, fields]) => ({ ...fields, primary_id }));

  test("whatever stands in them and wherever the text is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(user, { maxLength: 4 }),
        fc.constantFrom(undefined, 1, "\t"),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (users, indent, isList, size) => {
          const outer = isList ? { user: users, total_record_count: users.length } : users;
          const bytes = Buffer.from(JSON.stringify(outer, null, indent));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
            bytes.subarray(n * size, (n + 1) * size),
          );
          const found = await read(...chunks);
          expect(found.filter(({ repeats }) => repeats)).toEqual([]);
          expect(found.map(({ user }) => user)).toEqual(JSON.parse(JSON.stringify(users)));
        },
      ),
      { numRuns: 300 },
    );
  });
});

test.each([
  ["nothing", "", "users.json is empty."],
  ["no JSON", "primary_id,last_name", "is not JSON: it begins with neither { nor [."],
  ["other records", '{"loan": [{"loan_id": "1"}]}', "its first record has no primary_id."],
  ["other records in a list", '[{"loan_id": "1"}]', "its first record has no primary_id."],
  [
    "a user under the list's name",
    '{"user":{"primary_id":"a"},"total_record_count":1}',
    'tells a total_record_count, and no list "user": […] beside it.',
  ],
  [
    "a list under another name",
    '{"users":[{"primary_id":"a"}],"total_record_count":2}',
    'tells a total_record_count, and no list "user": […] beside it.',
  ],
  ["a list of texts", '["anna"]', "holds something other than users in its list on line 1."],
  ["a list of lists", "[\n[]]", "holds something other than users in its list on line 2."],
  [
    "no comma",
    '[{"primary_id":"a"}\n{"primary_id":"b"}]',
    "other than users in its list on line 2.",
  ],
  ["a comma too many", '[{"primary_id":"a"},]', "other than users in its list on line 1."],
  [
    "broken in a user",
    '[{"primary_id":"a"},\n{"primary_id":}]',
    "is not valid JSON in the record from line 2.",
  ],
  ["a bracket for a brace", '[{"primary_id":"a"]]', "is not valid JSON in the record from line 1."],
  [
    "cut off in a user",
    '[{"primary_id":"a"},\n{"prim',
    "ends in the middle of the record from line 2: it was cut off.",
  ],
  ["cut off between users", '[{"primary_id":"a"},', "ends before its list does: it was cut off."],
  [
    "cut off behind the users",
    '{"user":[{"primary_id":"a"}],"tot',
    "ends before its list does: it was cut off.",
  ],
  [
    "broken behind the users",
    '{"user":[{"primary_id":"a"}],,}',
    "is not valid JSON in the record from line 1.",
  ],
  ["two lists", '{"user":[],"user":[{"primary_id":"a"}]}', "has more than one list of users."],
  [
    "a second value",
    '{"primary_id":"a"}\n{"primary_id":"b"}',
    "goes on after its end on line 2; put several users into one list.",
  ],
  [
    "10,000 values deep",
    `[{"primary_id":"a","b":${"[".repeat(10_000)}`,
    "nests more than 32 values on line 1.",
  ],
  [
    "another encoding",
    Buffer.from('[{"primary_id":"Müller"}]', "latin1"),
    "is not UTF-8 text near line 1.",
  ],
  ["UTF-16", Buffer.from('[{"primary_id":"a"}]', "utf16le"), "is UTF-16 text."],
])("%s is refused in a sentence", async (_what, content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

test.each([
  ["one user of 1 GB", '{"primary_id":"a","note":"', "x".repeat(1024)],
  ["one user of 1 GB of lists", '{"primary_id":"a","b":[', "[],".repeat(341)],
  ["one user of 1 GB in a list", '[{"primary_id":"a","note":"', "x".repeat(1024)],
  ["1 GB behind the users", '{"user":[],"x":"', "x".repeat(1024)],
])("%s is refused after the first megabytes, in flat memory", async (_what, start, more) => {
  const chunk = Buffer.from(more.repeat(1024));
  let given = 0;
  const gigabyte = Readable.from(
    (function* () {
      yield Buffer.from(start);
      for (; given < 1024; given++) yield chunk;
    })(),
  );
  const before = process.memoryUsage().rss;
  await expect(usersOf(gigabyte).next()).rejects.toThrow(
    "holds a record of more than 4 MB from line 1 on.",
  );
  expect(given).toBeLessThan(25);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
});

test("a list of 100 MB is read in flat memory", async () => {
  const line = Buffer.from(`${JSON.stringify({ primary_id: "a", note: "x".repeat(1000) })},\n`);
  const chunk = Buffer.concat(Array.from({ length: 1000 }, () => line));
  const big = Readable.from(
    (function* () {
      yield Buffer.from("[");
      for (let n = 0; n < 100; n++) yield chunk;
      yield Buffer.from('{"primary_id":"z"}]');
    })(),
  );
  const before = process.memoryUsage().rss;
  let count = 0;
  for await (const _user of usersOf(big)) count++;
  expect(count).toBe(100_001);
  expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
}, 60_000);
