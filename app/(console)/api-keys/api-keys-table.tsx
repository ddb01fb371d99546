import Link from "next/link";
import { DataTable, type Column } from "#components/data-table.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import type { ApiKeyRow } from "#db/queries/api-keys.ts";
import { formatMoment } from "#lib/format.ts";
import { RevokeForm } from "./revoke-form.tsx";

interface Props {
  rows: ApiKeyRow[];
  timeZone: string;
}

export const ApiKeysTable = ({ rows, timeZone }: Props) => (
  <DataTable
    caption="Keys, those that work first"
    hiddenCaption
    rows={rows}
    rowKey={({ id }) => id}
    csv
    columns={columns(timeZone)}
    empty={
      <>
        There is no key, so no script can come in.{" "}
        <Link className="text-link" href="/api-keys/add">
          Make one
        </Link>{" "}
        for each script.
      </>
    }
  />
);

const columns = (timeZone: string): Column<ApiKeyRow>[] => [
  {
    head: "Name",
    rowHeader: true,
    cell: ({ name, prefix }) => (
      <div className="grid">
        <span>{name}</span>
        <span className="text-muted font-mono text-xs font-normal whitespace-nowrap">
          {prefix}_…
        </span>
      </div>
    ),
  },
  { head: "Status", cell: Status },
  {
    head: "Scopes",
    cell: ({ scopes }) => (
      <ul className="min-w-36 font-mono text-xs">
        {scopes.map((scope) => (
          <li key={scope}>{scope}</li>
        ))}
      </ul>
    ),
  },
  { head: "Expires", cell: ({ expiresAt }) => <Moment at={expiresAt} timeZone={timeZone} /> },
  {
    head: "Last used, by the hour",
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? "Never" : <Moment at={lastUsedAt} timeZone={timeZone} />,
  },
  {
    head: "Made by",
    cell: ({ madeBy, isMakerDisabled }) =>
      isMakerDisabled ? `${madeBy} (account disabled)` : (madeBy ?? "An account that is gone"),
  },
  {
    head: "Actions",
    hiddenHead: true,
    cell: ({ id, name, status }) => (
      <RevokeForm id={id} name={name} isActive={status === "active"} />
    ),
  },
];

const words = {
  active: { tone: "good", text: "Active" },
  expired: { tone: "neutral", text: "Expired" },
  revoked: { tone: "neutral", text: "Revoked" },
} as const;

function Status({ status }: ApiKeyRow) {
  return <StatusBadge tone={words[status].tone}>{words[status].text}</StatusBadge>;
}

const Moment = ({ at, timeZone }: { at: string; timeZone: string }) => (
  <span className="whitespace-nowrap">{formatMoment(at, timeZone)}</span>
);
