import type { Metadata } from "next";
import Link from "next/link";
import { Notice } from "#components/notice.tsx";
import { PageHeader } from "#components/page-header.tsx";
import { Pager } from "#components/pager.tsx";
import { goneSet, listSets, readSet, type SetScope } from "#db/queries/sets.ts";
import { readUserCodes } from "#db/queries/user-codes.ts";
import { permits } from "#lib/permissions.ts";
import { jobTitles } from "#lib/run-words.ts";
import { readPage } from "#lib/server/read-page.ts";
import { requireStaff } from "#lib/server/session.ts";
import { updateUsersHelp } from "#lib/help/run-a-job.ts";
import { setsPerPage } from "../../sets/schema.ts";
import { SetTabs } from "../../sets/set-tabs-view.tsx";
import { chooseSetSearch } from "../schema.ts";
import { Steps } from "../steps-view.tsx";
import { ChooseSetTable } from "./sets-table.tsx";
import { Wizard } from "./wizard-form.tsx";

export const metadata: Metadata = { title: jobTitles["update-users"] };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function UpdateUsersPage({ searchParams }: Props) {
  const staff = await requireStaff("users.read");
  const { set: id, scope, after } = chooseSetSearch.parse(await searchParams);
  const found = await readPage(async (tx) => {
    const set = id === undefined ? null : await readSet(tx, staff, id);
    return set
      ? { set, codes: await readUserCodes(tx) }
      : { sets: await listSets(tx, staff, { scope, after, limit: setsPerPage + 1 }) };
  });
  return (
    <>
      <PageHeader
        path={["Admin", "Manage Jobs and Sets", "Run a Job"]}
        title={updateUsersHelp.title}
        lead={updateUsersHelp.lead}
      />
      {found.sets ? (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <Steps current="Select a set" />
          {id !== undefined && <Notice tone="attention">{goneSet} Choose another.</Notice>}
          <ChooseSet sets={found.sets} scope={scope} isFirst={after === undefined} />
        </div>
      ) : (
        <Wizard
          set={{ id: found.set.id, name: found.set.name }}
          codes={found.codes}
          mayRun={permits(staff.roles, "users.run")}
        />
      )}
    </>
  );
}

interface ChooseProps {
  sets: Awaited<ReturnType<typeof listSets>>;
  scope: SetScope;
  isFirst: boolean;
}

const address = (scope: SetScope) => `/run-a-job/update-users?scope=${scope}`;

function ChooseSet({ sets: found, scope, isFirst }: ChooseProps) {
  const sets = found.slice(0, setsPerPage);
  const last = found.length > sets.length ? sets.at(-1) : undefined;
  return (
    <>
      <SetTabs current={scope} address={address} />
      <div>
        <ChooseSetTable
          sets={sets}
          empty="There is no set here. Make one under Manage Sets: from a file, from a search, or of a query."
        />
        <Pager
          label="sets"
          first={isFirst ? null : address(scope)}
          next={last ? `${address(scope)}&after=${last.id}` : null}
        />
      </div>
      <p>
        <Link className="text-link" href="/run-a-job">
          Back to the jobs
        </Link>
      </p>
    </>
  );
}
