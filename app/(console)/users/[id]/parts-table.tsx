"use client";

import { AskingForm } from "#components/asking-form.tsx";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormMessage } from "#components/form-message.tsx";
import type { UserPartKind } from "#lib/user-parts.ts";
import { remove } from "./actions.ts";

/** A part as every kind's table shows it. */
export interface PartRow {
  id: number;
  version: string;
  /** Names the part. */
  name: string;
  cells: string[];
}

interface Props {
  kind: UserPartKind;
  userId: number;
  caption: string;
  /** Of the name, then of the cells. */
  heads: readonly string[];
  rows: readonly PartRow[];
  empty: string;
  /** Address of the tab where the parts can be changed; null where they cannot. */
  tab: string | null;
}

export function PartsTable({ kind, userId, caption, heads, rows, empty, tab }: Props) {
  const [state, take, pending] = useFormAction(remove);
  const [nameHead = "", ...cellHeads] = heads;
  const columns: Column<PartRow>[] = [
    {
      head: nameHead,
      rowHeader: true,
      cell: ({ name }) => <span className="break-words whitespace-pre-line">{name}</span>,
    },
    ...cellHeads.map((head, index) => ({ head, cell: ({ cells }: PartRow) => cells[index] })),
    ...(tab === null
      ? []
      : [
          {
            head: "Actions",
            hiddenHead: true,
            cell: ({ id, version, name }: PartRow) => (
              <AskingForm
                action={take}
                title={`Remove from ${caption}?`}
                confirm={{ label: "Remove", cancel: "Keep it" }}
                question={
                  <>
                    <p className="break-words whitespace-pre-line">{name}</p>
                    <p>There is no undo.</p>
                  </>
                }
              >
                <input type="hidden" name="userId" value={userId} />
                <input type="hidden" name="kind" value={kind} />
                <input type="hidden" name="part" value={id} />
                <input type="hidden" name="version" value={version} />
                <span className="flex flex-wrap justify-end gap-2">
                  <ButtonLink variant="quiet" href={`${tab}?edit=${kind}-${id}`} prefetch={false}>
                    Change<span className="sr-only"> {name}</span>
                  </ButtonLink>
                  <Button type="submit" variant="quiet" pending={pending}>
                    Remove<span className="sr-only"> {name}</span>
                  </Button>
                </span>
              </AskingForm>
            ),
          },
        ]),
  ];
  return (
    <div>
      <DataTable
        caption={caption}
        hiddenCaption
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        empty={empty}
      />
      <div className="[&>:not(:empty)]:mt-3">
        <FormMessage state={state} saved="Removed." entered={false} />
      </div>
    </div>
  );
}
