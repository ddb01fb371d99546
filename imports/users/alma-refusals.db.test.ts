import { beforeEach, describe, expect, test } from "vitest";
import { emailed, identified, inXml, proxyFor, user } from "../../test/alma-xml.ts";
import { counts, freshLibrary } from "../fresh-library.ts";

const { rows, value, importText } = freshLibrary();
const importXml = (...users: string[]) => importText("users.xml", inXml(...users));

describe("one user that will not do is refused with line, number and reason, and the rest is taken", () => {
  const note = `<user_notes><user_note><note_text>${"x".repeat(100_001)}</note_text></user_note></user_notes>`;
  test.each([
    ["<user><last_name>x</last_name></user>", "primary_id", "primary_id is empty."],
    [user("x".repeat(256)), "primary_id", "This identifier is longer than 255 characters."],
    [
      user("x", "<record_type>ROBOT</record_type>"),
      "record_type",
      "This is not one of public, staff, contact.",
    ],
    [
      user("x", "<status>DELETED</status>"),
      "status",
      "A user cannot be imported as deleted; purge user records instead.",
    ],
    [
      user("x", "<birth_date>1990-02-30Z</birth_date>"),
      "birth_date",
      "This is not a date that exists.",
    ],
    [
      user("x", "<expiry_date>31.12.2026</expiry_date>"),
      "expiry_date",
      "This is not a date such as 2026-03-01",
    ],
    [
      user("x", "<first_name>a</first_name><first_name>b</first_name>"),
      "first_name",
      "first_name is there more than once.",
    ],
    [
      user("x", "<first_name><a/></first_name>"),
      "first_name",
      "first_name holds other fields where a text should stand.",
    ],
    [
      user("x", "<user_notes>free text</user_notes>"),
      "user_note",
      "user_note is not a list of records.",
    ],
    [
      user("x", "<user_notes><note/></user_notes>"),
      "user_note",
      "user_note is not a list of records.",
    ],
    [
      user("x", "<user_notes><user_note><text>a</text></user_note></user_notes>"),
      "user_note",
      "An entry of user_note has no note_text.",
    ],
    [user("x", note), "note_text", "This text is longer than 100000 characters."],
    [user("x", identified(["", "U1"])), "id_type", "An identifier has no id_type."],
    [user("x", proxyFor("X")), "proxy_for_user", "A user cannot be their own proxy."],
    [
      user(
        "x",
        "<user_statistics><user_statistic><statistic_category>a;b</statistic_category></user_statistic></user_statistics>",
      ),
      "user_statistic",
      "The code of a statistical category cannot hold a semicolon, nor its type a colon.",
    ],
  ])("%#", async (bad, column, reason) => {
    const report = await importXml(user("a"), bad, user("b"));
    expect(counts(report)).toEqual([2, 0, 0, 0, 1]);
    expect(report.rejects).toMatchObject([
      { line: 3, record: 2, column, reason: expect.stringContaining(reason) },
    ]);
    expect(await rows("SELECT line, record FROM patron.import_rejects")).toEqual([
      { line: 3, record: 2 },
    ]);
  });

  test.each([
    [
      "a number too long to be exact",
      { primary_id: 12345678901234567890n.toString() },
      "primary_id is a number that JSON does not keep exactly; quote it.",
    ],
    ["half a character", { primary_id: '"\\ud800"' }, "primary_id holds half a character."],
    [
      "a NUL",
      { primary_id: '"x"', last_name: '"a\\u0000b"' },
      "This text holds a NUL character, which cannot be stored.",
    ],
    [
      "a NUL in a part",
      { primary_id: '"x"', user_note: '[{"note_text":"a\\u0000b"}]' },
      "This text holds a NUL character",
    ],
    [
      "half a character in a part",
      { primary_id: '"x"', user_note: '[{"note_text":"\\udc00"}]' },
      "note_text holds half a character.",
    ],
  ])("JSON with %s", async (_what, fields, reason) => {
    const bad = Object.entries(fields)
      .map(([name, text]) => `"${name}":${text}`)
      .join();
    const report = await importText("users.json", `[{"primary_id":"a"},{${bad}}]`);
    expect(counts(report)).toEqual([1, 0, 0, 0, 1]);
    expect(report.rejects).toMatchObject([
      { line: 1, record: 2, reason: expect.stringContaining(reason) },
    ]);
  });

  test("JSON with a field twice, of which one would be lost", async () => {
    const report = await importText(
      "users.json",
      '[{"primary_id":"a"},\n{"primary_id":"b","last_name":"x","last_name":"y"}]',
    );
    expect(counts(report)).toEqual([1, 0, 0, 0, 1]);
    expect(report.rejects).toEqual([
      {
        line: 2,
        record: 2,
        column: null,
        reason: "A field of this record is there more than once.",
      },
    ]);
  });

  test("the same user twice is one, but not when their parts differ", async () => {
    const [a, b, c] = [
      user("a", emailed("a@x")),
      user("b", emailed("b@x")),
      user("B", emailed("b@y")),
    ];
    const report = await importText("users.xml", `<users>${a}${b}\n${a}${c}</users>`);
    expect(counts(report)).toEqual([1, 0, 1, 0, 2]);
    expect(report.rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [2, "Lines 1 and 2 have the same primary_id and differ."],
      [4, "Lines 1 and 2 have the same primary_id and differ."],
    ]);
    const oneLine = await importText("users.xml", `<users>${b}${c}</users>`);
    expect(oneLine.rejects[0]?.reason).toBe(
      "Records 1 and 2 of line 1 have the same primary_id and differ.",
    );
  });

  test("fields that Alma does not have are named, and nothing of them is kept", async () => {
    const report = await importXml(
      user("a", "<expirydate>2026-01-01</expirydate>"),
      user("b", "<expirydate/><pin_number>1</pin_number>"),
    );
    expect(report.warnings).toEqual([
      "Passed over, since Alma's users have no such fields: expirydate (2).",
    ]);
  });
});

describe("identifiers", () => {
  beforeEach(() =>
    importXml(
      user("a", identified(["BARCODE", "B1"], ["UNIV_ID", "U1"])),
      user("b", identified(["BARCODE", "B2"])),
    ),
  );

  test("belong to one user", async () => {
    const report = await importXml(
      user("c", identified(["UNIV_ID", "u1"])),
      user("d", identified(["BARCODE", "B9"])),
      user("e", identified(["X", "x"], ["BARCODE", "b9"])),
      user("f", identified(["BARCODE", "U1"], ["UNIV_ID", "U1", "INACTIVE"])),
    );
    expect(report.rejects.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, "user_identifier", "This identifier of type UNIV_ID belongs to another user."],
      [3, "user_identifier", "Lines 3 and 4 have the same barcode."],
      [4, "user_identifier", "Lines 3 and 4 have the same barcode."],
    ]);
    expect(report.created).toBe(1);
  });

  test("are swapped, and taken over from one who gives them up in the same file", async () => {
    expect(
      counts(
        await importXml(
          user("a", identified(["BARCODE", "B2"])),
          user("b", identified(["BARCODE", "B1"], ["UNIV_ID", "U1"])),
        ),
      ),
    ).toEqual([0, 2, 0, 0, 0]);
  });

  test("are not taken over from one who does not speak of them", async () => {
    const report = await importXml(
      user("a", "<first_name>A</first_name>"),
      user("b", identified(["BARCODE", "B1"])),
    );
    expect(report.rejects[0]?.reason).toBe("This barcode belongs to another user.");
    expect(report.updated).toBe(1);
  });

  test("of a user twice, in another case or inactive too, are one", async () => {
    const report = await importXml(
      user("c", identified(["BARCODE", "c"], ["BARCODE", "C"], ["BARCODE", "c", "INACTIVE"])),
    );
    expect(report.created).toBe(1);
    expect(
      await value("SELECT count(*)::int FROM patron.user_identifiers WHERE lower(value) = 'c'"),
    ).toBe(1);
  });

  test("of thousands, each of which waits for the one before, are refused when the first is", async () => {
    const many = 10_000;
    const chain = (shift: number) =>
      Array.from({ length: many }, (_, n) =>
        user(`c${n}`, identified(["BARCODE", `C${n + shift}`])),
      );
    await importXml(...chain(0), user("z", identified(["BARCODE", `C${many}`])));
    const report = await importXml(...chain(1), user("free", identified(["BARCODE", "C0"])));
    expect(counts(report)).toEqual([0, 0, 0, 0, many + 1]);
    expect(new Set(report.rejects.map(({ reason }) => reason))).toEqual(
      new Set(["This barcode belongs to another user."]),
    );
  });
});
