import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importFiles } from "../../imports/import.ts";
import { inXml, user } from "../../test/alma-xml.ts";
import { freshMembers } from "./testing.ts";

const { rows, url, run, hold } = freshMembers();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lethe notes "));
  process.env.LETHE_DATA = folder;
});
afterAll(async () => {
  delete process.env.LETHE_DATA;
  await rm(folder, { recursive: true, force: true });
});

async function imported(name: string, content: string) {
  const target = path.join(folder, name);
  await writeFile(target, content);
  const { files } = await importFiles(url(), { paths: [target] });
  return { ...files[0], warnings: files[0]?.warnings ?? [] };
}

type Note = [text: string, type?: string, created?: string, popup?: string];
const noted = (...notes: Note[]) =>
  inXml(
    user(
      "anna",
      `<last_name>A</last_name><user_notes>${notes
        .map(
          ([text, type, created, popup]) =>
            `<user_note><note_text>${text}</note_text>${type ? `<note_type>${type}</note_type>` : ""}${created ? `<created_date>${created}</created_date>` : ""}${popup ? `<popup_note>${popup}</popup_note>` : ""}</user_note>`,
        )
        .join("")}</user_notes>`,
    ),
  );
const standing = async () =>
  (
    await rows<{ note: string }>(
      "SELECT concat_ws(' ', text, type) AS note FROM patron.user_notes ORDER BY 1",
    )
  ).map(({ note }) => note);
const left = (what: string, newer: string) =>
  `${what} left out: Update/Notify Users had removed such notes, and the file does not say that ${newer} newer.`;

describe("a note of a user that a run removed", () => {
  const old: Note = ["Owes a pen", "LIBRARY"];
  const other: Note = ["Likes maps", "GENERAL"];

  beforeEach(async () => {
    await imported("users.xml", noted(old, other));
    await rows("INSERT INTO patron.set_members SELECT 1, max(id) FROM patron.users");
    expect(await run({ removeNotes: { type: "LIBRARY" } })).toMatchObject({ verdict: "good" });
    expect(await standing()).toEqual(["Likes maps GENERAL"]);
  });

  test("does not come back with what still has it, which is said", async () => {
    const report = await imported("users.xml", noted(old, other));
    expect(report).toMatchObject({
      updated: 0,
      unchanged: 1,
      warnings: [left("1 note of a user was", "it is")],
    });
    expect(await standing()).toEqual(["Likes maps GENERAL"]);
    expect(
      await rows(
        "SELECT FROM patron.removed_user_notes r WHERE r::text LIKE '%pen%' OR r.type <> 'LIBRARY'",
      ),
    ).toEqual([]);
  });

  test("nor in other words, nor as one that was made before, nor where a file has no types", async () => {
    const before: Note = ["Owes two pens", "LIBRARY", "2020-02-03T10:00:00Z"];
    expect(await imported("users.xml", noted(["Owes a pencil", "LIBRARY"], before))).toMatchObject({
      warnings: [left("2 notes of users were", "they are")],
    });
    expect(
      await imported("users.csv", "primary_id,last_name,note\nanna,A,Owes a pen\n"),
    ).toMatchObject({ warnings: [left("1 note of a user was", "it is")] });
    expect(await standing()).toEqual([]);
  });

  test("is another than one of another type, or one that was made since", async () => {
    const since: Note = ["Found the pen", "LIBRARY", "2999-01-01T10:00:00Z"];
    const report = await imported("users.xml", noted(old, since, ["Untyped"], other));
    expect(report).toMatchObject({ updated: 1, warnings: [left("1 note of a user was", "it is")] });
    expect(await standing()).toEqual(["Found the pen LIBRARY", "Likes maps GENERAL", "Untyped"]);
    expect(await imported("users.xml", noted(since, ["Untyped"], other))).toMatchObject({
      unchanged: 1,
      warnings: [],
    });
  });

  const written = () =>
    rows(
      "INSERT INTO patron.user_notes (user_id, text, type) SELECT max(id), 'Owes a pen', 'LIBRARY' FROM patron.users",
    );

  test("leaves what staff wrote since to the file, as ever", async () => {
    await written();
    expect(await imported("users.xml", noted(old, other))).toMatchObject({
      unchanged: 1,
      warnings: [],
    });
    expect(await standing()).toEqual(["Likes maps GENERAL", "Owes a pen LIBRARY"]);
  });

  test.each([
    ["", async () => {}],
    [
      ", of a user on legal hold, too",
      async () => {
        const [last] = await rows<{ id: number }>("SELECT max(id)::int AS id FROM patron.users");
        await hold(last?.id ?? 0);
      },
    ],
  ])("leaves what staff wrote since with other marks to the file%s", async (_, first) => {
    await written();
    await first();
    const popping: Note = ["Owes a pen", "LIBRARY", "2020-02-03T10:00:00Z", "true"];
    const report = await imported("users.xml", noted(popping, other));
    expect([report.updated, report.unchanged, report.rejected]).toEqual([1, 0, 0]);
    expect(await standing()).toEqual(["Likes maps GENERAL", "Owes a pen LIBRARY"]);
    expect(await rows("SELECT popup FROM patron.user_notes WHERE type = 'LIBRARY'")).toEqual([
      { popup: true },
    ]);
  });
});

test("notes without a type that a run removed stay away, and those with one come", async () => {
  await imported("users.xml", noted(["Said once"], ["Of a type", "GENERAL"]));
  await rows("INSERT INTO patron.set_members SELECT 1, max(id) FROM patron.users");
  await run({ removeNotes: { type: null } });
  await imported("users.xml", noted(["Said once"], ["Another", "GENERAL"]));
  expect(await standing()).toEqual(["Another GENERAL"]);
});
