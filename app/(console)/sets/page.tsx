import type { Metadata } from "next";
import { ButtonLink } from "#components/button-link.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { listSets, type SetScope } from "#db/queries/sets.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { headerOf } from "#lib/help/help.ts";
import { setsHelp } from "#lib/help/sets.ts";
import { setListSearch, setsPerPage } from "./schema.ts";
import { scopeNames, SetTabs } from "./set-tabs-view.tsx";
import { SetsTable } from "./sets-table.tsx";

export const metadata: Metadata = { title: "Manage Sets" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const nothing: Record<SetScope, string> = {
  mine: "You have no set yet. Add one, or save a query under Manage Users.",
  public: "Nobody has made a set public.",
  all: "There is no set that you may use.",
};
const address = (scope: SetScope) => (scope === "mine" ? "/sets" : `/sets?scope=${scope}`);

export default async function SetsPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { scope, after } = setListSearch.parse(await searchParams);
  const found = await readPage((tx) =>
    listSets(tx, staff, { scope, after, limit: setsPerPage + 1 }),
  );
  const sets = found.slice(0, setsPerPage);
  const last = found.length > sets.length ? sets.at(-1) : undefined;
  return (
    <>
      <PageHeader
        {...headerOf(setsHelp)}
        actions={
          permits(staff.roles, "users.write") && (
            <>
              <ButtonLink href="/sets/combine">Combine Sets</ButtonLink>
              <ButtonLink variant="primary" href="/sets/add">
                Add a Set
              </ButtonLink>
            </>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <SetTabs current={scope} address={address} />
        <div>
          <SetsTable caption={scopeNames[scope]} sets={sets} empty={nothing[scope]} />
          <Pager
            label="sets"
            first={after === undefined ? null : address(scope)}
            next={last ? `/sets?scope=${scope}&after=${last.id}` : null}
          />
        </div>
      </div>
    </>
  );
}
