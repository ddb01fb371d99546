import type { ReactNode } from "react";
import type { FrozenPurge } from "#jobs/purge-users/frozen.ts";
import { nameIn, type CodeNames } from "#lib/code-names.ts";
import { formatCountOf } from "#lib/format.ts";
import { deletePolicyNames } from "#lib/purge-fields.ts";
import { recordTypeNames } from "#lib/user-fields.ts";
import type { ToldSet } from "./told-set-query.ts";
import { MembersOf } from "./told-set-view.tsx";

interface Props {
  told: FrozenPurge;
  set: ToldSet | null;
  names: CodeNames;
}

/** Whom a purge was about and how it went about it. */
export function FrozenPurgeSettings({ told, set, names }: Props) {
  const facts: [string, ReactNode][] = [
    ["Delete User Policy", deletePolicyNames[told.policy]],
    ["About", set ? <MembersOf key="set" set={set} /> : whom(told, names)],
    ["Days after the purge date", formatCountOf(told.daysAfterPurgeDate, "day", "days")],
    ["Waive threshold", told.waiveThreshold.toFixed(2)],
    [
      "Users with active requests",
      told.skipActiveRequests ? "Stay" : "Go, and their requests are cancelled",
    ],
    ["Users who have not expired", told.skipUnexpired ? "Stay" : "Go"],
  ];
  return (
    <dl className="grid max-w-2xl grid-cols-[fit-content(min(14rem,45%))_minmax(0,1fr)] gap-x-6 gap-y-2">
      {facts.map(([term, fact]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function whom({ who }: FrozenPurge, names: CodeNames): string {
  switch (who.kind) {
    case "criteria":
      return `${recordTypeNames[who.recordType]} users${who.userGroup ? ` of ${nameIn(names.userGroup, who.userGroup.code)}` : ""}`;
    case "set":
      return `The members of set ${who.set}`;
    case "person":
      return "One user, by hand or by a script";
    case "purged":
      return "Users purged earlier under a policy that leaves more";
  }
}
