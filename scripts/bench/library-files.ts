import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

/** Out of a hundred records of a folder. */
const shares = {
  users: 5,
  loans: 60,
  fees: 10,
  feeTransactions: 8,
  requests: 10,
  borrowingRequests: 4,
  lendingRequests: 2,
  letters: 1,
} as const;

export type Sizes = Record<keyof typeof shares, number>;

export const sizesOf = (records: number): Sizes =>
  Object.fromEntries(
    Object.entries(shares).map(([name, share]) => [name, Math.ceil((records * share) / 100)]),
  ) as Sizes;

/** A library's export: users as Alma's XML, all else as CSV, every record of a user who is there. */
export async function writeLibrary(folder: string, sizes: Sizes, gzipped: boolean): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = {
    "users.xml": usersXml(sizes.users),
    "loans.csv": loansCsv(sizes.loans, sizes.users),
    "fees.csv": feesCsv(sizes),
    "fee_transactions.csv": transactionsCsv(sizes),
    "requests.csv": requestsCsv(sizes),
    "borrowing_requests.csv": borrowingCsv(sizes),
    "lending_requests.csv": lendingCsv(sizes.lendingRequests),
    "letters.csv": lettersCsv(sizes),
  };
  for (const [name, lines] of Object.entries(files)) {
    if (gzipped) await write(path.join(folder, `${name}.gz`), lines, true);
    else await write(path.join(folder, name), lines);
  }
}

export async function write(file: string, lines: Iterable<string>, gzipped = false): Promise<void> {
  const text = Readable.from(inChunks(lines), { highWaterMark: 4 });
  const target = createWriteStream(file);
  await (gzipped ? pipeline(text, createGzip({ level: 1 }), target) : pipeline(text, target));
}

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < 256 * 1024) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Same seed, same number: from 0 up to `below`. */
const dice = (n: number, salt: number, below: number) =>
  ((Math.imul(n ^ (salt * 0x9e3779b9), 0x85ebca6b) >>> 5) ^ (n * salt)) % below;
const two = (value: number) => String(value).padStart(2, "0");
/** A day between 2021 and 2024; `later` years after it. */
const day = (n: number, salt: number, later = 0) =>
  `${2021 + (n % 4) + later}-${two(1 + Math.abs(dice(n, salt, 12)))}-${two(1 + (n % 28))}`;
const ofLoan = (loan: number, users: number) => 1 + ((loan * 104_729) % users);
const patron = (n: number, users: number) => `P${1 + ((n * 7919) % users)}`;
const library = (n: number) => `L${1 + (n % 8)}`;
const note = (n: number) => (n % 10 === 0 ? `A note of the usual length on record ${n}` : "");
/** Nine of ten are done with. */
const isDone = (n: number) => n % 10 > 0;

export function* usersXml(users: number): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<users>\n';
  for (let n = 1; n <= users; n += 1) yield userXml(n);
  yield "</users>\n";
}

/** As an export of Alma has a student: an address, an e-mail, a phone, two identifiers, a role and a category. */
function userXml(n: number): string {
  const [first, last] = [`First${n % 900}`, `Last${n % 9000}`];
  return `<user><record_type desc="Public">PUBLIC</record_type><primary_id>P${n}</primary_id><first_name>${first}</first_name><middle_name/><last_name>${last}</last_name><full_name>${first} ${last}</full_name><user_title desc=""/><job_category desc=""/><gender desc=""/><user_group desc="Group ${n % 8}">G${n % 8}</user_group><campus_code desc="Main">C${n % 3}</campus_code><preferred_language desc="English">en</preferred_language><birth_date>19${70 + (n % 30)}-0${1 + (n % 9)}-1${n % 10}Z</birth_date><expiry_date>2029-0${1 + (n % 9)}-01Z</expiry_date><purge_date>2030-0${1 + (n % 9)}-01Z</purge_date><account_type desc="External">EXTERNAL</account_type><external_id>SIS</external_id><status desc="Active">ACTIVE</status>
<contact_info><addresses><address preferred="true"><line1>${n} Long Street</line1><line2>Apartment ${n % 90}</line2><city>Riverside</city><postal_code>${10_000 + (n % 9000)}</postal_code><country desc="Switzerland">CHE</country><address_types><address_type desc="Home">home</address_type></address_types></address></addresses><emails><email preferred="true"><email_address>user${n}@example.org</email_address><email_types><email_type desc="School">school</email_type></email_types></email></emails><phones><phone preferred="true" preferred_sms="false"><phone_number>+41 44 ${1_000_000 + n}</phone_number><phone_types><phone_type desc="Mobile">mobile</phone_type></phone_types></phone></phones></contact_info>
<user_identifiers><user_identifier segment_type="External"><id_type desc="Barcode">BARCODE</id_type><value>B${n * 7}</value><status>ACTIVE</status></user_identifier><user_identifier segment_type="External"><id_type desc="University ID">UNIV_ID</id_type><value>U${n * 13}</value><status>ACTIVE</status></user_identifier></user_identifiers>
<user_roles><user_role><status desc="Active">ACTIVE</status><scope desc="Riverside">RIVERSIDE</scope><role_type desc="Patron">200</role_type><parameters/></user_role></user_roles><user_blocks/><user_notes/><user_statistics><user_statistic segment_type="External"><statistic_category desc="">F${n % 20}</statistic_category><category_type desc="">FACULTY</category_type></user_statistic></user_statistics></user>
`;
}

export function* usersCsv(users: number): Generator<string> {
  yield "primary_id,first_name,last_name,user_group,expiry_date\n";
  for (let n = 1; n <= users; n += 1)
    yield `P${n},First ${n % 900},Last ${n % 9000},G${1 + (n % 8)},2027-01-01\n`;
}

export function* loansCsv(loans: number, users: number): Generator<string> {
  yield "loan_id,primary_id,item_barcode,title,author,call_number,library,location,loan_date,due_date,return_date,note\n";
  for (let n = 1; n <= loans; n += 1) {
    const item = 1 + ((n * 7919) % Math.ceil(loans / 10));
    const month = two(1 + (n % 12));
    const date = two(1 + (n % 28));
    yield `loan-${n},P${ofLoan(n, users)},B${item},A title of usual length ${item},Author ${item % 5000},QA ${item},${library(n)},S${1 + (n % 5)},202${1 + (n % 4)}-${month}-${date}T10:00:00Z,,202${2 + (n % 4)}-${month}-${date}T15:30:00Z,${note(n)}\n`;
  }
}

function* feesCsv({ fees, loans, users }: Sizes): Generator<string> {
  yield "fee_id,primary_id,type,status,library,original_amount,balance,created,closed,loan_id,comment\n";
  for (let n = 1; n <= fees; n += 1) {
    const loan = 1 + ((n * 6) % loans);
    const end = isDone(n) ? `closed,${library(n)},5.50,0` : `active,${library(n)},5.50,5.50`;
    yield `fee-${n},P${ofLoan(loan, users)},OVERDUEFINE,${end},${day(n, 3)}T09:00:00Z,${isDone(n) ? day(n, 3, 1) : ""},${n % 2 ? `loan-${loan}` : ""},${note(n)}\n`;
  }
}

function* transactionsCsv({ feeTransactions, fees }: Sizes): Generator<string> {
  yield "fee_id,transaction_id,type,amount,created\n";
  for (let n = 1; n <= feeTransactions; n += 1)
    yield `fee-${1 + (n % fees)},T${n},payment,5.50,${day(n, 4, 1)}T12:00:00Z\n`;
}

function* requestsCsv({ requests, loans, users }: Sizes): Generator<string> {
  yield "request_id,primary_id,type,status,library,location,created,ended,item_barcode,title,note\n";
  for (let n = 1; n <= requests; n += 1) {
    const item = 1 + ((n * 7919) % Math.ceil(loans / 10));
    yield `request-${n},${patron(n, users)},hold,${isDone(n) ? "completed" : "placed"},${library(n)},S${1 + (n % 5)},${day(n, 5)}T08:00:00Z,${isDone(n) ? day(n, 5, 1) : ""},B${item},A title of usual length ${item},${note(n)}\n`;
  }
}

function* borrowingCsv({ borrowingRequests, users }: Sizes): Generator<string> {
  yield "request_id,primary_id,partner,status,library,created,ended,title,note\n";
  for (let n = 1; n <= borrowingRequests; n += 1)
    yield `borrowing-${n},${patron(n, users)},Partner ${n % 40},${isDone(n) ? "completed" : "shipped"},${library(n)},${day(n, 6)}T08:00:00Z,${isDone(n) ? day(n, 6, 1) : ""},A title of usual length ${n},${note(n)}\n`;
}

function* lendingCsv(requests: number): Generator<string> {
  yield "request_id,partner,status,library,created,ended,title\n";
  for (let n = 1; n <= requests; n += 1)
    yield `lending-${n},Partner ${n % 40},${isDone(n) ? "completed" : "shipped"},${library(n)},${day(n, 7)},${isDone(n) ? day(n, 7, 1) : ""},A title of usual length ${n}\n`;
}

function* lettersCsv({ letters, users }: Sizes): Generator<string> {
  yield "letter_id,primary_id,letter_code,created,subject,channel,body\n";
  const body = "A sentence of a letter as it is sent to patrons. ".repeat(40);
  for (let n = 1; n <= letters; n += 1)
    yield `letter-${n},${patron(n, users)},FulLoanReceiptLetter,${day(n, 8)}T07:00:00Z,Your loans,email,${body}\n`;
}
