import { Readable } from "node:stream";
import { beforeEach, expect, test } from "vitest";
import type { FoundUser } from "./alma-values.ts";
import { xmlUsers } from "./read-xml.ts";

const warnings: string[] = [];
beforeEach(() => void warnings.splice(0));
const usersOf = (source: Readable) =>
  xmlUsers(source, "users.xml", (sentence) => warnings.push(sentence));

async function read(...chunks: (string | Buffer)[]): Promise<FoundUser[]> {
  const users = [];
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const user of usersOf(source)) users.push(user);
  return users;
}

const ANNA = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- of the nightly export -->
<users total_record_count="2">
  <user>
    <record_type desc="Public">PUBLIC</record_type>
    <primary_id>anna</primary_id>
    <first_name>Anna &amp; Łucja</first_name>
    <middle_name/>
    <last_name><![CDATA[<Keller>]]></last_name>
    <contact_info>
      <addresses>
        <address preferred="true" segment_type="External">
          <line1>Street 1</line1><city>Z&#252;rich</city>
          <address_types><address_type desc="Home">home</address_type><address_type>work</address_type></address_types>
        </address>
      </addresses>
      <emails/>
    </contact_info>
    <user_identifiers>
      <user_identifier segment_type="External"><value>B1</value><id_type desc="Barcode">BARCODE</id_type></user_identifier>
    </user_identifiers>
    <proxy_for_users></proxy_for_users>
  </user>
  <user><primary_id>boris</primary_id></user>
</users>
`;

const USERS = [
  {
    line: 4,
    user: {
      record_type: "PUBLIC",
      primary_id: "anna",
      first_name: "Anna & Łucja",
      middle_name: "",
      last_name: "<Keller>",
      contact_info: {
        address: [
          {
            preferred: "true",
            line1: "Street 1",
            city: "Zürich",
            address_type: ["home", "work"],
          },
        ],
        email: [],
      },
      user_identifier: [{ value: "B1", id_type: "BARCODE" }],
      proxy_for_user: [],
    },
  },
  { line: 24, user: { primary_id: "boris" } },
];

test("a user becomes what the Users API's JSON has, and knows the line it begins on", async () => {
  expect(await read(ANNA)).toEqual(USERS);
  expect(warnings).toEqual([]);
});

test("one page among several is read, with a warning", async () => {
  await read(ANNA.replace('total_record_count="2"', 'total_record_count="50000"'));
  expect(warnings).toEqual([
    expect.stringContaining("2 users were read; the file says that there are 50,000"),
  ]);
});

test("cut anywhere, the same users are read", async () => {
  const bytes = Buffer.from(ANNA);
  expect(await read(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))).toEqual(USERS);
});

test("one user may stand alone, behind a byte order mark and with Windows line breaks", async () => {
  expect(await read("\ufeff<user>\r\n<primary_id>a</primary_id>\r\n</user>\r\n")).toEqual([
    { line: 1, user: { primary_id: "a" } },
  ]);
});

test("an element that is there twice becomes a list, and none is lost", async () => {
  expect(
    await read(
      "<user><title>a</title><title>b</title><user_notes><user_note>x</user_note></user_notes><user_notes><user_note>y</user_note></user_notes></user>",
    ),
  ).toMatchObject([{ user: { title: ["a", "b"], user_note: ["x", "y"] } }]);
});

test("a field called as an object's own property is only a field", async () => {
  const [found] = await read(
    "<user><__proto__><x>1</x></__proto__><constructor>a</constructor></user>",
  );
  expect(Object.entries(found!.user)).toEqual([["constructor", "a"]]);
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

const laughs = Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
).join("");

test.each([
  [
    "a DTD",
    '<!DOCTYPE users SYSTEM "users.dtd">\n<users/>',
    "has a DOCTYPE on line 1. Lethe reads no DTD and no entities.",
  ],
  [
    "a billion laughs",
    `<?xml version="1.0"?>\n<!DOCTYPE users [<!ENTITY l0 "ha">${laughs}]>\n<users>&l9;</users>`,
    "has a DOCTYPE on line 2.",
  ],
  [
    "an external entity",
    '<!DOCTYPE users [<!ENTITY e SYSTEM "file:///etc/passwd">]><users/>',
    "has a DOCTYPE on line 1.",
  ],
  [
    "an entity of its own",
    "<user>\n<last_name>M&uuml;ller</last_name></user>",
    "uses an entity on line 2 that is not one of &amp; &lt;",
  ],
  [
    "10,000 elements deep",
    `<user>${"<a>".repeat(10_000)}`,
    "nests more than 32 elements on line 1",
  ],
  [
    "another namespace",
    '<users xmlns="http://example.org/users"><user/></users>',
    "has elements in a namespace on line 1; Alma's user XML (schema v2) has none.",
  ],
  [
    "a namespace further in",
    '<users>\n<user xmlns="urn:x"><primary_id>a</primary_id></user></users>',
    "has elements in a namespace on line 2",
  ],
  ["a prefix", '<users xmlns:a="urn:x"><a:user/></users>', "has elements in a namespace on line 1"],
  [
    "the older schema",
    '<userRecords xmlns="http://com/exlibris/urm/user_record/xmlbeans"/>',
    "is in Alma's older schema v1. Export it in schema v2.",
  ],
  [
    "cut off in a user",
    "<users>\n<user><primary_id>a</primary_id></user>\n<user><primary_id>b</pri",
    "ends in the middle of the user from line 3: it was cut off.",
  ],
  [
    "cut off between users",
    "<users>\n<user/>\n",
    "ends on line 3 before its last element is closed: it was cut off.",
  ],
  [
    "broken in the middle",
    "<users><user><a></b></user></users>",
    "is not well-formed XML on line 1",
  ],
  ["something after the end", "<user/>\n<user/>", "is not well-formed XML on line 2"],
  [
    "another root",
    "<items/>",
    "begins with <items>; Alma's user XML begins with <users> or <user>.",
  ],
  [
    "another record among the users",
    "<users>\n<item/></users>",
    "holds <item> on line 2 where a <user> should stand.",
  ],
  ["text between users", "<users>\nanna<user/></users>", "holds text between its users on line 2."],
  ["no XML", "primary_id,last_name\nanna,Keller\n", "is not XML: it begins with"],
  ["nothing", "", "users.xml is empty."],
  [
    "another encoding, declared",
    '<?xml version="1.0" encoding="ISO-8859-1"?><users/>',
    "says that it is ISO-8859-1. Save it in UTF-8.",
  ],
  [
    "another encoding, not declared",
    Buffer.from("<user>\n<last_name>Müller</last_name></user>", "latin1"),
    "is not UTF-8 text near line 2.",
  ],
  ["UTF-16", Buffer.from("<users/>", "utf16le"), "is UTF-16 text."],
])("%s is refused in a sentence", async (_what, content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

test.each([
  ["a user without an end", "<user>", "<a/>", "holds a user of more than 4 MB from line 1 on"],
  ["a note without an end", "<user><n>", "text ", "holds a user of more than 4 MB from line 1 on"],
  ["references without an end", "<user><n>", "&#65;", "holds a user of more than 4 MB from line 1"],
  ["attributes without an end", "<user a='", "aaaa", "holds more than 4 MB without a user"],
  ["a comment without an end", "<users><!--", "    ", "holds more than 4 MB without a user"],
  ["a DTD without an end", "<!DOCTYPE users [", "    ", "holds more than 4 MB without a user"],
])(
  "%s is refused after the first megabytes, in flat memory",
  async (_what, start, more, sentence) => {
    const chunk = Buffer.from(more.repeat(200_000));
    let given = 0;
    const endless = Readable.from(
      (function* () {
        yield Buffer.from(start);
        for (; given < 1_000; given++) yield chunk;
      })(),
    );
    const before = process.memoryUsage().rss;
    await expect(usersOf(endless).next()).rejects.toThrow(sentence);
    expect(given).toBeLessThan(25);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  },
);

test("100,000 users of 150 MB are read in flat memory", async () => {
  const user = `<user><primary_id>a</primary_id><user_notes><user_note><note_text>${"x".repeat(1_500)}</note_text></user_note></user_notes></user>\n`;
  const chunk = Buffer.from(user.repeat(1_000));
  const big = Readable.from(
    (function* () {
      yield Buffer.from("<users>");
      for (let n = 0; n < 100; n++) yield chunk;
      yield Buffer.from("</users>");
    })(),
  );
  const before = process.memoryUsage().rss;
  let count = 0;
  for await (const _user of usersOf(big)) count++;
  expect(count).toBe(100_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
}, 60_000);
