import { beforeEach, describe, expect, test } from "vitest";
import { zip } from "../../test/zip.ts";
import { counts, freshLibrary } from "../fresh-library.ts";

const { rows, value, importText } = freshLibrary();

/** Two users with all that Alma has of them. */
const xml = `<users>
  <user>
    <record_type desc="Staff">STAFF</record_type>
    <primary_id>anna</primary_id>
    <first_name>Anna</first_name><middle_name>M</middle_name><last_name>Keller</last_name>
    <full_name>Keller, Anna M</full_name>
    <pin_number>1234</pin_number>
    <user_title desc="Dr.">Dr</user_title>
    <job_category desc="Cataloger">Cataloger</job_category>
    <gender desc="Female">FEMALE</gender>
    <user_group desc="Student">STUDENT</user_group>
    <campus_code desc="Main">MAIN</campus_code>
    <preferred_language desc="German">de</preferred_language>
    <birth_date>1990-02-28Z</birth_date>
    <expiry_date>2030-01-31+01:00</expiry_date>
    <purge_date>2031-01-31Z</purge_date>
    <account_type desc="Internal with external authentication">INTEXTAUTH</account_type>
    <password>secret</password>
    <status desc="Active">ACTIVE</status>
    <contact_info>
      <addresses>
        <address preferred="true" segment_type="External">
          <line1>Street 1</line1><line2/><city>Scottsdale</city><state_province>AZ</state_province>
          <postal_code>85054</postal_code><country desc="United States">USA</country>
          <address_types><address_type desc="Work">work</address_type><address_type>home</address_type></address_types>
        </address>
        <address preferred="false"><line1>Lane 2</line1><city>Bern</city><address_types/></address>
      </addresses>
      <emails>
        <email preferred="true"><email_address>anna@example.org</email_address><email_types><email_type>work</email_type></email_types></email>
        <email preferred="false"><email_address>anna@home.example.org</email_address><email_types><email_type>personal</email_type></email_types></email>
        <email preferred="false"><email_address/></email>
      </emails>
      <phones>
        <phone preferred="true" preferred_sms="true"><phone_number>+41 1</phone_number><phone_types><phone_type>mobile</phone_type></phone_types></phone>
      </phones>
    </contact_info>
    <user_identifiers>
      <user_identifier segment_type="External"><value>B1</value><id_type desc="Barcode">BARCODE</id_type><status>ACTIVE</status></user_identifier>
      <user_identifier><value>B0</value><id_type>BARCODE</id_type><status>INACTIVE</status></user_identifier>
      <user_identifier><value>U1</value><id_type>UNIV_ID</id_type><note>was U0</note></user_identifier>
    </user_identifiers>
    <user_roles>
      <user_role><status desc="Active">ACTIVE</status><scope>INST</scope><role_type desc="Patron">200</role_type><parameters/></user_role>
      <user_role><status>INACTIVE</status><scope>LIB1</scope><role_type>32</role_type></user_role>
      <user_role><status>ACTIVE</status><scope>LIB2</scope><role_type>32</role_type></user_role>
      <user_role><status>INACTIVE</status><role_type>51</role_type></user_role>
    </user_roles>
    <user_blocks>
      <user_block segment_type="Internal"><block_type desc="Loan">LOAN</block_type><block_description desc="Lost card">LOST</block_description>
        <block_status>ACTIVE</block_status><block_note>Anna rang</block_note></user_block>
    </user_blocks>
    <user_notes>
      <user_note segment_type="Internal"><note_type desc="Other">OTHER</note_type><note_text>Prefers calls,
in the evening</note_text><user_viewable>true</user_viewable><popup_note>true</popup_note></user_note>
      <user_note><note_text>Second</note_text></user_note>
    </user_notes>
    <user_statistics>
      <user_statistic segment_type="External"><statistic_category desc="Arts">ARTS</statistic_category><category_type desc="Faculty">FAC</category_type></user_statistic>
      <user_statistic><statistic_category>2026</statistic_category></user_statistic>
    </user_statistics>
    <proxy_for_users><proxy_for_user><primary_id>BORIS</primary_id><full_name>Boris P</full_name></proxy_for_user></proxy_for_users>
  </user>
  <user><primary_id>boris</primary_id><last_name>Петров</last_name></user>
</users>`;

const coded = (value: string) => ({ value, desc: `The ${value}` });
/** The same as the Users API has it in JSON. */
const json = {
  user: [
    {
      record_type: coded("STAFF"),
      primary_id: "anna",
      first_name: "Anna",
      middle_name: "M",
      last_name: "Keller",
      full_name: "Keller, Anna M",
      pin_number: "1234",
      user_title: coded("Dr"),
      job_category: coded("Cataloger"),
      gender: coded("FEMALE"),
      user_group: coded("STUDENT"),
      campus_code: coded("MAIN"),
      preferred_language: coded("de"),
      birth_date: "1990-02-28Z",
      expiry_date: "2030-01-31Z",
      purge_date: "2031-01-31Z",
      account_type: coded("INTEXTAUTH"),
      status: coded("ACTIVE"),
      contact_info: {
        address: [
          {
            preferred: true,
            line1: "Street 1",
            line2: null,
            city: "Scottsdale",
            state_province: "AZ",
            postal_code: 85054,
            country: coded("USA"),
            address_type: [coded("home"), coded("work")],
          },
          { preferred: "false", line1: "Lane 2", city: "Bern", address_type: [] },
        ],
        email: [
          { preferred: true, email_address: "anna@example.org", email_type: [coded("work")] },
          {
            preferred: false,
            email_address: "anna@home.example.org",
            email_type: [coded("personal")],
          },
        ],
        phone: [{ preferred: true, phone_number: "+41 1", phone_type: [coded("mobile")] }],
      },
      user_identifier: [
        { value: "B1", id_type: coded("BARCODE"), status: "ACTIVE" },
        { value: "B0", id_type: coded("BARCODE"), status: "INACTIVE" },
        { value: "U1", id_type: coded("UNIV_ID"), note: "was U0", status: null },
      ],
      user_role: [
        { status: coded("ACTIVE"), role_type: coded("200") },
        { status: coded("INACTIVE"), role_type: coded("32") },
        { status: coded("ACTIVE"), role_type: coded("32") },
        { status: coded("INACTIVE"), role_type: coded("51") },
      ],
      user_block: [
        {
          block_type: coded("LOAN"),
          block_description: coded("LOST"),
          block_status: "ACTIVE",
          block_note: "Anna rang",
        },
      ],
      user_note: [
        {
          note_type: coded("OTHER"),
          note_text: "Prefers calls,\nin the evening",
          user_viewable: true,
          popup_note: true,
        },
        { note_type: null, note_text: "Second", user_viewable: false },
      ],
      user_statistic: [
        { statistic_category: coded("ARTS"), category_type: coded("FAC") },
        { statistic_category: coded("2026") },
      ],
      proxy_for_user: [{ primary_id: "boris" }],
    },
    { primary_id: "boris", last_name: "Петров" },
  ],
  total_record_count: 2,
};

const inXml = (...users: string[]) => `<users>\n${users.join("\n")}\n</users>`;
const user = (primaryId: string, more = "") =>
  `<user><primary_id>${primaryId}</primary_id>${more}</user>`;
const identified = (...identifiers: [type: string, value: string, status?: string][]) =>
  `<user_identifiers>${identifiers
    .map(
      ([type, value, status]) =>
        `<user_identifier><id_type>${type}</id_type><value>${value}</value><status>${status ?? "ACTIVE"}</status></user_identifier>`,
    )
    .join("")}</user_identifiers>`;
const emailed = (...addresses: string[]) =>
  `<contact_info><emails>${addresses
    .map((address) => `<email preferred="true"><email_address>${address}</email_address></email>`)
    .join("")}</emails></contact_info>`;
const proxyFor = (primaryId: string) =>
  `<proxy_for_users><proxy_for_user><primary_id>${primaryId}</primary_id></proxy_for_user></proxy_for_users>`;

const importXml = (...users: string[]) => importText("users.xml", inXml(...users));

/** All that is known of each user, under their primary ID. */
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

const anna = {
  primary_id: "anna",
  first_name: "Anna",
  middle_name: "M",
  last_name: "Keller",
  title: "Dr",
  status: "active",
  record_type: "staff",
  account_type: "internal",
  user_group: "STUDENT",
  job_category: "Cataloger",
  campus: "MAIN",
  preferred_language: "de",
  birth_date: "1990-02-28",
  gender: "FEMALE",
  expiry_date: "2030-01-31",
  purge_date: "2031-01-31",
  identifiers: ["BARCODE|B0|f", "BARCODE|B1|t", "UNIV_ID|U1|t"],
  addresses: ["Lane 2\nBern|{}|f", "Street 1\nScottsdale, AZ 85054\nUSA|{home,work}|t"],
  emails: ["anna@example.org|{work}|t", "anna@home.example.org|{personal}|f"],
  phones: ["+41 1|{mobile}|t"],
  notes: ["Prefers calls,\nin the evening|OTHER|t|t", "Second|-|f|f"],
  blocks: ["LOST|LOAN|t|Anna rang"],
  roles: ["200|t", "32|t", "51|f"],
  categories: ["FAC:ARTS", "UNTYPED:2026"],
  proxies: ["boris"],
};

describe.each([
  ["users.xml", xml],
  ["users.json", JSON.stringify(json)],
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
    expect(counts(await importText("users.xml", xml))).toEqual([0, 0, 2, 0, 0]);
    expect(counts(await importText("users.json", JSON.stringify(json)))).toEqual([0, 0, 2, 0, 0]);
    expect(await state()).toEqual(before);
  });
});

describe("importing again", () => {
  beforeEach(() => importText("users.xml", xml));

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
    const changed = xml.replace(from!, to!);
    expect(changed).not.toBe(xml);
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

describe("one user that will not do is refused with line, number and reason, and the rest is taken", () => {
  const note = `<user_notes><user_note><note_text>${"x".repeat(100_001)}</note_text></user_note></user_notes>`;
  test.each([
    ["<user><last_name>x</last_name></user>", "primary_id", "primary_id is empty."],
    [user("x".repeat(256)), "primary_id", "This identifier is longer than 255 characters."],
    [
      user("x", "<record_type>ROBOT</record_type>"),
      "record_type",
      '"ROBOT" is not one of public, staff, contact.',
    ],
    [
      user("x", "<status>DELETED</status>"),
      "status",
      "A user cannot be imported as deleted; purge user records instead.",
    ],
    [
      user("x", "<birth_date>1990-02-30Z</birth_date>"),
      "birth_date",
      '"1990-02-30" is not a date that exists.',
    ],
    [
      user("x", "<expiry_date>31.12.2026</expiry_date>"),
      "expiry_date",
      '"31.12.2026" is not a date such as 2026-03-01',
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
      [2, "user_identifier", 'The identifier of type UNIV_ID "u1" belongs to another user.'],
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
    expect(report.rejects[0]?.reason).toBe('The barcode "B1" belongs to another user.');
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
