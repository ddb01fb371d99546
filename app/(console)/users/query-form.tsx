"use client";

import { useEffect, useState } from "react";
import { NeedsScripts } from "#components/needs-scripts.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import { namesOf } from "#lib/code-names.ts";
import type { FormState } from "#lib/form-state.ts";
import { querySentence } from "#lib/user-query-sentence.ts";
import type { UserQuery } from "#lib/user-query.ts";
import {
  draftOf,
  freeKey,
  newGroup,
  readable,
  sentQuery,
  type DraftGroup,
} from "./query-draft-form.ts";
import { QueryGroup } from "./query-group-form.tsx";

interface Props {
  codes: UserCodes;
  state: FormState;
  /** The query to begin with; null for a new one. */
  query: UserQuery | null;
  /** Told whether what would be sent is another query than that. */
  onChanged?: (isChanged: boolean) => void;
}

/** A query's tree, in a form that sends it as `query`; what it means so far is read back below. */
export function QueryEditor({ codes, state, query, onChanged }: Props) {
  const [draft, setDraft] = useState<DraftGroup>(() => (query ? draftOf(query) : newGroup(1)));
  const [added, setAdded] = useState<number>();
  const editing = { codes, state, freeKey: freeKey(draft), added, setAdded };
  const said = readable(draft);
  const sent = JSON.stringify(sentQuery(draft));
  const [stored] = useState(sent);
  const isChanged = sent !== stored;
  useEffect(() => onChanged?.(isChanged), [onChanged, isChanged]);
  return (
    <div className="grid gap-5">
      <input type="hidden" name="query" value={sent} />
      <NeedsScripts without="Choosing conditions needs JavaScript.">
        <QueryGroup editing={editing} group={draft} name="query" onChange={setDraft} />
      </NeedsScripts>
      <p role="status" className="text-muted max-w-prose">
        {said ? querySentence(said, namesOf(codes.userGroup)) : "No condition is complete yet."}
      </p>
    </div>
  );
}
