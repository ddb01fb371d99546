"use client";

import { useRef } from "react";
import { Plus, X } from "lucide-react";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { controlClass, describedControl, FieldNotes } from "#components/field-frame.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import type { FormState } from "#lib/form-state.ts";
import { matchHelp } from "#lib/help/user-searches.ts";
import { queryLimits } from "#lib/user-conditions.ts";
import { QueryCondition } from "./query-condition-form.tsx";
import { isDraftGroup, newCondition, newGroup } from "./query-draft-form.ts";
import type { Draft, DraftGroup } from "./query-draft-form.ts";

/** What all groups of one query share. */
export interface QueryEditing {
  codes: UserCodes;
  state: FormState;
  freeKey: number;
  /** Key of the condition that was added last, which takes the focus. */
  added: number | undefined;
  setAdded: (key: number) => void;
}

interface Props {
  editing: QueryEditing;
  group: DraftGroup;
  /** `query` for the outermost, `query.0` for the group that is its first part. */
  name: string;
  onChange: (group: DraftGroup) => void;
  /** The outermost group stays. */
  onRemove?: () => void;
}

export function QueryGroup({ editing, group, name, onChange, onRemove }: Props) {
  const adder = useRef<HTMLButtonElement>(null);
  const depth = name.split(".").length;
  const setParts = (parts: Draft[]) => onChange({ ...group, parts });
  const change = (part: Draft) =>
    setParts(group.parts.map((one) => (one.key === part.key ? part : one)));
  const remove = (part: Draft) => {
    setParts(group.parts.filter(({ key }) => key !== part.key));
    adder.current?.focus();
  };
  const add = (part: Draft) => {
    editing.setAdded(isDraftGroup(part) ? part.key + 1 : part.key);
    setParts([...group.parts, part]);
  };
  const described = {
    name,
    help: depth === 1 ? matchHelp.help : undefined,
    errors: fieldErrors(editing.state, name),
  };
  const { name: _name, ...control } = describedControl(described);
  return (
    // The container is here, not each condition: Chromium never shows a container that came in two pieces, cut in a select.
    <fieldset className="@container grid min-w-0 gap-4 border-l-2 pl-4">
      <legend className="sr-only">{depth === 1 ? "Query" : "Group within"}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <span>Match</span>
        <select
          {...control}
          aria-label={depth === 1 ? "Match" : "Match in this group"}
          className={`${controlClass} max-w-24`}
          value={group.match}
          onChange={({ target }) =>
            onChange({ ...group, match: target.value === "any" ? "any" : "all" })
          }
        >
          <option value="all">all</option>
          <option value="any">any</option>
        </select>
        <span>of these</span>
        {onRemove && (
          <Button variant="quiet" onClick={onRemove}>
            <X aria-hidden className="size-4" />
            Remove the group
          </Button>
        )}
      </div>
      <div className="-mt-2.5 grid gap-1 empty:hidden">
        <FieldNotes label="Query" {...described} />
      </div>
      <ol className="grid gap-4 empty:hidden">
        {group.parts.map((part, index) =>
          isDraftGroup(part) ? (
            <li key={part.key}>
              <QueryGroup
                editing={editing}
                group={part}
                name={`${name}.${index}`}
                onChange={change}
                onRemove={() => remove(part)}
              />
            </li>
          ) : (
            <QueryCondition
              key={part.key}
              codes={editing.codes}
              draft={part}
              isNew={part.key === editing.added}
              field={{
                name: `${name}.${index}`,
                errors: fieldErrors(editing.state, `${name}.${index}`),
              }}
              onChange={change}
              onRemove={() => remove(part)}
            />
          ),
        )}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button ref={adder} onClick={() => add(newCondition(editing.freeKey))}>
          <Plus aria-hidden className="size-4" />
          Add a Condition
        </Button>
        {depth < queryLimits.depth && (
          <Button
            onClick={() => add(newGroup(editing.freeKey, group.match === "all" ? "any" : "all"))}
          >
            <Plus aria-hidden className="size-4" />
            Add a Group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
