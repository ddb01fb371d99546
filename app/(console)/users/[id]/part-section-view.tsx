import type { ReactNode } from "react";
import { Section } from "#components/section.tsx";
import type { UserPart } from "#db/queries/user-parts.ts";
import type { UserPartKind } from "#lib/user-parts.ts";
import { PartsTable, type PartRow } from "./parts-table.tsx";

interface Props<Kind extends UserPartKind> {
  kind: Kind;
  userId: number;
  title: string;
  heads: readonly string[];
  parts: UserPart<Kind>[];
  row: (part: UserPart<Kind>) => Pick<PartRow, "name" | "cells">;
  empty: string;
  add: string;
  /** Address of the tab; null where nothing can be changed. */
  tab: string | null;
  /** `email-12`: the part that is being changed. */
  editing: string | undefined;
  Form: (props: { userId: number; part?: UserPart<Kind>; tab: string }) => ReactNode;
}

/** All that a user has of one kind, and the form that adds to it or changes one. */
export function PartSection<Kind extends UserPartKind>(props: Props<Kind>) {
  const { kind, userId, title, heads, parts, row, empty, add, tab, editing, Form } = props;
  const edited = parts.find((part) => editing === `${kind}-${part.id}`);
  return (
    <Section title={title}>
      <PartsTable
        kind={kind}
        userId={userId}
        caption={title}
        heads={heads}
        rows={parts.map((part) => ({ id: part.id, version: part.version, ...row(part) }))}
        empty={empty}
        tab={tab}
      />
      {tab !== null &&
        (edited ? (
          <Form key={edited.id} userId={userId} part={edited} tab={tab} />
        ) : (
          <details className="group">
            <summary className="text-link min-h-9 cursor-pointer py-1.5 font-medium">{add}</summary>
            <div className="pt-3">
              <Form userId={userId} tab={tab} />
            </div>
          </details>
        ))}
    </Section>
  );
}
