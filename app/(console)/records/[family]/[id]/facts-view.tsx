import type { RecordFacts } from "#db/queries/records.ts";
import type { CodeNames, Names } from "#lib/code-names.ts";
import type { Family } from "#lib/families.ts";
import { formatAmount, formatCode, formatCount, formatDay } from "#lib/format.ts";

interface Props {
  family: Family;
  facts: RecordFacts;
  currency: string;
  names: CodeNames;
}

/** What the record holds, and goes on holding when its link is cut. */
export function Facts(props: Props) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {factsOf(props).map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-muted text-xs">{name}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf({ family, facts, currency, names }: Props): [string, string][] {
  const day = (value: string | null) => value && formatDay(value);
  const amount = (value: string | null) => value && formatAmount(Number(value), currency);
  const all: [string, string | null][] = [
    ["Library", withCode(names.library, facts.library)],
    [
      "Location",
      facts.location &&
        withCode(names.location, facts.location, `${facts.library}:${facts.location}`),
    ],
    ["Item barcode", facts.itemBarcode],
    ["Title", facts.title],
    ["Author", facts.author],
    ["Call number", facts.callNumber],
    ["Type", facts.type && formatCode(facts.type)],
    ["Partner", facts.partner],
    [family === "loans" ? "Process status" : "Status", formatCode(facts.status)],
    [family === "loans" ? "Loan date" : "Created", day(facts.startedOn)],
    ["Due", day(facts.dueOn)],
    [endName[family], day(facts.endedOn)],
    ["Renewals", facts.renewals === null ? null : formatCount(facts.renewals)],
    ["Original amount", amount(facts.originalAmount)],
    ["Balance", amount(facts.balance)],
    [
      "User group (at the event)",
      facts.userGroup ? withCode(names.userGroup, facts.userGroup) : "None",
    ],
    ["Statistical categories (at the event)", facts.categories.join(", ") || "None"],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value]] : []));
}

/** "Law Library (LAW)": the code is what rules and files say. `key` is the code among all names. */
function withCode(names: Names, code: string, key = code): string {
  const name = names.get(key) ?? code;
  return name === code || name.endsWith(`(${key})`) ? name : `${name} (${code})`;
}

const endName: Record<Family, string> = {
  loans: "Returned or closed",
  fees: "Closed",
  requests: "Ended",
  borrowingRequests: "Ended",
};
