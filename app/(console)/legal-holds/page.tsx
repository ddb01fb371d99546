import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { LinkTabs } from "#components/link-tabs.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { countDueHolds, listHolds } from "#db/queries/legal-holds.ts";
import { formatCount } from "#lib/format.ts";
import { holdStates, type HoldState } from "#lib/hold-fields.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { legalHoldsHelp } from "#lib/help/legal-holds.ts";
import { HoldsTable } from "./holds-table.tsx";
import { holdListSearch, holdsPerPage } from "./schema.ts";

export const metadata: Metadata = { title: "Legal Holds" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const stateNames: Record<HoldState, string> = {
  open: "Open",
  due: "Due for Review",
  released: "Released",
};
const nothing: Record<HoldState, string> = {
  open: "Nobody is on legal hold. Place one for a person or a set of whom nothing may be forgotten.",
  due: "No hold is due for review.",
  released: "No hold has been released.",
};
const address = (state: HoldState) =>
  state === "open" ? "/legal-holds" : `/legal-holds?state=${state}`;

export default async function LegalHoldsPage({ searchParams }: Props) {
  const staff = await requireStaff("holds.read");
  const { state, before } = holdListSearch.parse(await searchParams);
  const { found, due } = await readPage(async (tx) => ({
    found: await listHolds(tx, staff, { state, before, limit: holdsPerPage + 1 }),
    due: await countDueHolds(tx),
  }));
  const holds = found.slice(0, holdsPerPage);
  const last = found.length > holds.length ? holds.at(-1) : undefined;
  const nameOf = (one: HoldState) =>
    one === "due" && due > 0 ? `${stateNames.due} (${formatCount(due)})` : stateNames[one];
  return (
    <>
      <PageHeader
        {...headerOf(legalHoldsHelp)}
        actions={
          permits(staff.roles, "holds.write") && (
            <ButtonLink variant="primary" href="/legal-holds/add">
              Place a Hold
            </ButtonLink>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <LinkTabs
          label="Legal holds"
          tabs={holdStates.map((one) => ({
            href: address(one),
            label: nameOf(one),
            isCurrent: one === state,
          }))}
        />
        <div>
          <HoldsTable
            caption={stateNames[state]}
            holds={holds}
            empty={nothing[state]}
            mayOpen={permits(staff.roles, "users.read")}
          />
          <Pager
            label="holds"
            first={before === undefined ? null : address(state)}
            next={last ? `/legal-holds?state=${state}&before=${last.id}` : null}
          />
        </div>
      </div>
    </>
  );
}
