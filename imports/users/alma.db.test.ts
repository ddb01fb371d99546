import { beforeEach, describe, expect, test } from "vitest";
import { emailed, identified, inXml, proxyFor, user } from "../../test/alma-xml.ts";
import { anna, annaJson, annaXml } from "../../test/anna.ts";
import { zip } from "../../test/zip.ts";
import { counts, freshLibrary } from "../fresh-library.ts";

const { rows, value, importText } = freshLibrary();
const importXml = (...users: string[]) => importText("users.xml", inXml(...users));

/** All that is known of each user, by primary ID. */
const library = () =>
  rows(`SELECT u.primary_id, first_name, middle_name, last_name, title, u.status, record_type, account_type, g.code AS user_group,
      job_category, campus, preferred_language, birth_date::text, gender, expiry_date::text, purge_date::text,
      (SELECT array_agg(concat_ws('|', type, value, active) ORDER BY type, value) FROM patron.user_identifiers WHERE user_id = u.id) AS identifiers,
      (SELECT array_agg(concat_ws('|', address, types::text, preferred) ORDER BY address) FROM patron.user_addresses WHERE user_id = u.id) AS addresses,
      (SELECT array_agg(concat_ws('|', email, types::text, preferred) ORDER BY email) FROM patron.user_emails WHERE user_id = u.id) AS emails,
      (SELECT array_agg(concat_ws('|', phone, types::text, preferred) ORDER BY phone) FROM patron.user_phones WHERE user_id = u.id) AS phones,
      (SELECT array_agg(concat_ws('|', text, coalesce(type, '-'), user_viewable, popup) ORDER BY text) FROM patron.user_notes WHERE user_id = u.id) AS notes,
      (SELECT array_agg(concat_ws('|', b.code, b.type, b.active, b.note) ORDER BY b.code) FROM patron.user_blocks b WHERE user_id = u.id) AS blocks,
      (SELECT array_agg(concat_ws('|', r.code, r.active) ORDER BY r.code) FROM patron.user_roles r WHERE user_id = u.id) AS roles,
      (SELECT array_agg(c.type || ':' || c.category ORDER BY 1) FROM patron.user_categories JOIN record.statistical_categories c ON c.id = category_id WHERE user_id = u.id) AS categories,
      (SELECT array_agg(o.primary_id) FROM patron.user_proxies x JOIN patron.users o ON o.id = x.proxy_for_user_id WHERE x.user_id = u.id) AS proxies
    FROM patron.users u LEFT JOIN record.user_groups g ON g.id = u.user_group_id ORDER BY u.id`).then(
    (users) => users.sort((one, other) => (one.primary_id < other.primary_id ? -1 : 1)),
  );

describe.each([
  ["users.xml", annaXml],
  ["users.json", annaJson],
])("all that %s says of a user", (name, content) => {
  test("stands where it belongs, days as they are written in whatever zone", async () => {
    await rows("UPDATE console.institution SET time_zone = 'Pacific/Honolulu'");
    const report = await importText(name, content);
    expect([report.format, report.read, ...counts(report)]).toEqual(["users", 2, 2, 0, 0, 0, 0]);
    expect(report.createdCodes).toMatchObject({
      userGroups: ["STUDENT"],
      statisticalCategories: ["FAC:ARTS", "UNTYPED:2026"],
    });
    expect(report.warnings).toBeUndefined();
    expect(await library()).toMatchObject([anna, { primary_id: "boris", last_name: "Петров" }]);
  });

  test("imported again, in either shape, changes nothing", async () => {
    await importText(name, content);
    const tables = ["users", "user_identifiers", "user_addresses", "user_emails", "user_phones"];
    const others = ["user_notes", "user_blocks", "user_roles", "user_categories", "user_proxies"];
    const state = () =>
      Promise.all(
        [...tables, ...others].map((table) =>
          rows(`SELECT xmin, t.* FROM patron.${table} t ORDER BY 2, 3`),
        ),
      );
    const before = await state();
    expect(counts(await importText("users.xml", annaXml))).toEqual([0, 0, 2, 0, 0]);
    expect(counts(await importText("users.json", annaJson))).toEqual([0, 0, 2, 0, 0]);
    expect(await state()).toEqual(before);
  });
});

describe("importing again", () => {
  beforeEach(() => importText("users.xml", annaXml));

  test("leaves alone what a user does not mention, each user for itself", async () => {
    const report = await importXml(
      user("anna", "<job_category>Librarian</job_category>"),
      user("boris", emailed("boris@example.org")),
    );
    expect(counts(report)).toEqual([0, 2, 0, 0, 0]);
    expect(await library()).toMatchObject([
      { ...anna, job_category: "Librarian" },
      { last_name: "Петров", emails: ["boris@example.org|{}|t"] },
    ]);
  });

  test("clears what is there and empty", async () => {
    const empty = [
      "user_identifiers",
      "user_roles",
      "user_blocks",
      "user_notes",
      "user_statistics",
      "proxy_for_users",
      "middle_name",
      "user_group",
      "expiry_date",
    ];
    await importXml(
      user(
        "anna",
        `${empty.map((name) => `<${name}/>`).join("")}<contact_info><addresses/><emails></emails></contact_info>`,
      ),
    );
    expect((await library())[0]).toMatchObject({
      ...anna,
      ...{ middle_name: null, user_group: null, expiry_date: null, identifiers: null, roles: null },
      ...{
        blocks: null,
        notes: null,
        categories: null,
        proxies: null,
        addresses: null,
        emails: null,
      },
    });
  });

  test.each([
    ["a flag", ['preferred="true" preferred_sms', 'preferred="false" preferred_sms']],
    ["a type", [">mobile<", ">home<"]],
    ["a note's type", [">OTHER<", "><"]],
    ["a block's note", ["Anna rang", ""]],
    ["a block's status", ["<block_status>ACTIVE", "<block_status>INACTIVE"]],
    [
      "a role's status",
      ["<status>INACTIVE</status><role_type>51", "<status>ACTIVE</status><role_type>51"],
    ],
    [
      "an identifier's status",
      ["<id_type>BARCODE</id_type><status>INACTIVE", "<id_type>BARCODE</id_type><status>ACTIVE"],
    ],
  ])("takes over %s that alone has changed, and once", async (_what, [from, to]) => {
    const changed = annaXml.replace(from!, to!);
    expect(changed).not.toBe(annaXml);
    expect(counts(await importText("users.xml", changed))).toEqual([0, 1, 1, 0, 0]);
    expect(counts(await importText("users.xml", changed))).toEqual([0, 0, 2, 0, 0]);
  });

  test("from CSV replaces all of a part by its one, and leaves what it cannot say", async () => {
    const report = await importText(
      "users.csv",
      "primary_id,email,barcode,roles\nanna,anna@example.org,B2,200;32\n",
    );
    expect(counts(report)).toEqual([0, 1, 0, 0, 0]);
    expect((await library())[0]).toEqual({
      ...anna,
      emails: ["anna@example.org|{work}|t"],
      identifiers: ["BARCODE|B2|t", "UNIV_ID|U1|t"],
      roles: ["200|t", "32|t"],
    });
  });

  test("makes a new account for a purged primary ID, with nothing of the old", async () => {
    await rows(
      "UPDATE patron.users SET status = 'deleted', deleted_on = current_date, last_name = 'anna', primary_id = NULL WHERE primary_id = 'anna'",
    );
    const report = await importXml(user("anna"));
    expect([report.created, report.newAccountsForPurged]).toEqual([1, 1]);
    expect((await library()).find(({ primary_id }) => primary_id === "anna")).toMatchObject({
      last_name: null,
      emails: null,
      proxies: null,
    });
  });
});

test.each(["Etc/GMT+12", "Pacific/Kiritimati"])(
  "a role is inactive from the day after its own expiry_date, which is a day in %s",
  async (zone) => {
    await rows(`UPDATE console.institution SET time_zone = '${zone}'`);
    const role = async (code: string, days: string) => {
      const day = await value(`SELECT ((now() AT TIME ZONE '${zone}')::date ${days})::text`);
      return `<user_role><status>ACTIVE</status><role_type>${code}</role_type><expiry_date>${String(day)}Z</expiry_date></user_role>`;
    };
    const roles = [await role("32", "- 1"), await role("51", "")].join("");
    await importXml(user("a", `<user_roles>${roles}</user_roles>`));
    expect((await library())[0].roles).toEqual(["32|f", "51|t"]);
  },
);

describe("proxies", () => {
  test("of users who are not here are counted and left out, and come with a later import", async () => {
    const one = user("a", proxyFor("later"));
    const report = await importXml(one);
    expect(counts(report)).toEqual([1, 0, 0, 0, 0]);
    expect(report.warnings).toEqual([
      "1 proxy acts for a user who is not here and was left out; importing again, once the user is, adds them.",
    ]);
    expect(counts(await importXml(one, user("later")))).toEqual([1, 1, 0, 0, 0]);
    expect(await value("SELECT count(*)::int FROM patron.user_proxies")).toBe(1);
  });

  test("go with either of the two", async () => {
    await importXml(user("a", proxyFor("b")), user("b", proxyFor("c")), user("c"));
    await rows("DELETE FROM patron.users WHERE primary_id = 'b'");
    expect(await rows("SELECT * FROM patron.user_proxies")).toEqual([]);
  });
});
describe("a file as a whole", () => {
  test("in an archive goes in beside the others, each under its own name", async () => {
    const report = await importText(
      "load.zip",
      zip([
        { name: "users_2.xml", content: inXml(user("b", proxyFor("a"))) },
        { name: "users_1.xml", content: inXml(user("a")) },
      ]),
    );
    expect([report.file, report.created]).toEqual(["load.zip/users_1.xml", 1]);
    expect(await value("SELECT count(*)::int FROM patron.user_proxies")).toBe(1);
  });

  test.each([
    ["users.xml", "<users/>", [0, 0, 0, 0, 0]],
    ["users.json", "[]", [0, 0, 0, 0, 0]],
    ["users.json", '{"user":[],"total_record_count":0}', [0, 0, 0, 0, 0]],
    ["users.xml", "<users><user/><user><last_name>x</last_name></user></users>", [0, 0, 0, 0, 2]],
  ])(
    "of nobody, or nobody who will do, changes nothing: %s %s",
    async (name, content, expected) => {
      expect(counts(await importText(name, content))).toEqual(expected);
    },
  );

  test("that is broken behind thousands of users keeps none", async () => {
    const many = Array.from({ length: 5_000 }, (_, n) =>
      user(`u${n}`, emailed(`u${n}@example.org`)),
    );
    await expect(importText("users.xml", inXml(...many).slice(0, -20))).rejects.toThrow(
      "users.xml ends in the middle of the user from line 5001: it was cut off.",
    );
    await expect(
      importText("users.json", `[${many.map((_, n) => `{"primary_id":"u${n}"}`).join(",\n")},{]`),
    ).rejects.toThrow("users.json is not valid JSON in the record from line 5000.");
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(0);
  });

  test("leaves no name or note in the pages of the planner's statistics", async () => {
    const people = Array.from({ length: 300 }, (_, n) =>
      user(
        `canary${n}`,
        `<last_name>canary${n}</last_name>${emailed(`canary${n}@x`)}${identified(["BARCODE", `canary${n}`])}<user_notes><user_note><note_text>canary${n}</note_text></user_note></user_notes><user_blocks><user_block><block_type>LOAN</block_type><block_note>canary${n}</block_note></user_block></user_blocks>`,
      ),
    );
    await importXml(...people);
    await importXml(...people.map((one) => one.replace("<note_text>", "<note_text>canary ")));
    await rows("ANALYZE");
    await rows("CHECKPOINT");
    for (const table of ["pg_statistic", "pg_toast.pg_toast_2619"]) {
      const found = await value(
        `SELECT position('canary'::bytea IN pg_read_binary_file(pg_relation_filepath('${table}')))`,
      );
      expect([table, found]).toEqual([table, 0]);
    }
  });
});
