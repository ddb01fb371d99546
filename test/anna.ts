/** Two users with all that Alma has of them. */
export const annaXml = `<users>
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

export const annaJson = JSON.stringify(json);

/** What the library then knows of her. */
export const anna = {
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
