"use client";

import Link from "next/link";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { useLatest } from "#components/latest-outcome.ts";
import { FormFoot } from "#app/form-foot.tsx";
import type { ProxyUser } from "#db/queries/user-ties.ts";
import { proxyHelp } from "#lib/help/user-details.ts";
import { userName } from "#lib/user-name.ts";
import { dropProxy, saveProxy } from "./actions.ts";

interface Props {
  userId: number;
  direction: "proxies" | "proxyFor";
  others: ProxyUser[];
  isEditable: boolean;
}

export function ProxiesForm({ userId, direction, others, isEditable }: Props) {
  const [saved, save, saving] = useFormAction(saveProxy);
  const [dropped, drop, dropping] = useFormAction(dropProxy);
  const latest = useLatest(saved, dropped);
  const isOwn = direction === "proxies";
  const columns: Column<ProxyUser>[] = [
    {
      head: "Name",
      rowHeader: true,
      cell: (other) => (
        <Link className="text-link" href={`/users/${other.id}`} prefetch={false}>
          {userName(other)}
        </Link>
      ),
    },
    { head: "Primary ID", cell: ({ primaryId }) => primaryId },
    {
      head: "Actions",
      hiddenHead: true,
      cell: (other) =>
        isEditable && (
          <form action={drop} className="flex justify-end">
            <input type="hidden" name="proxy" value={isOwn ? other.id : userId} />
            <input type="hidden" name="proxyFor" value={isOwn ? userId : other.id} />
            <Button type="submit" variant="quiet" pending={dropping}>
              Remove<span className="sr-only"> {userName(other)}</span>
            </Button>
          </form>
        ),
    },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DataTable
        caption={isOwn ? "Proxies" : "Proxy for"}
        hiddenCaption
        columns={columns}
        rows={others}
        rowKey={({ id }) => id}
        empty={isOwn ? "Nobody acts for this user." : "The user acts for nobody else."}
      />
      <FormFoot state={latest}>
        {isEditable && isOwn && (
          <ActionForm
            action={save}
            state={saved}
            resets
            className="flex flex-wrap items-start gap-4"
          >
            <input type="hidden" name="userId" value={userId} />
            <Field
              {...proxyHelp}
              name="primaryId"
              autoComplete="off"
              errors={fieldErrors(saved, "primaryId")}
            />
            <div className="sm:pt-6.5">
              <Button type="submit" pending={saving}>
                Add the Proxy
              </Button>
            </div>
          </ActionForm>
        )}
      </FormFoot>
    </div>
  );
}
