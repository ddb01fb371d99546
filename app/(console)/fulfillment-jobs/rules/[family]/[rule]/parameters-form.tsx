"use client";

import { useRef, useState } from "react";
import { Plus } from "lucide-react";
import { Button } from "#components/button.tsx";
import { fieldErrors, fieldId } from "#components/field-errors.ts";
import { describedControl, FieldNotes } from "#components/field-frame.tsx";
import type { Family } from "#lib/families.ts";
import type { FormState } from "#lib/form-state.ts";
import type { KnownCodes } from "#lib/rule-words.ts";
import { parametersOf } from "#lib/rules.ts";
import { newDraft, type Draft } from "./draft-form.ts";
import { ParameterRow } from "./parameter-form.tsx";

interface Props {
  family: Family;
  codes: KnownCodes;
  drafts: Draft[];
  setDrafts: (drafts: Draft[]) => void;
  state: FormState;
}

export function Parameters({ family, codes, drafts, setDrafts, state }: Props) {
  const [added, setAdded] = useState<number>();
  const adder = useRef<HTMLButtonElement>(null);
  const choices = parametersOf[family];
  const adding = { name: "when", errors: fieldErrors(state, "when") };
  const add = () => {
    const parameter = choices.find((one) => drafts.every((draft) => draft.parameter !== one));
    const key = Math.max(0, ...drafts.map((draft) => draft.key)) + 1;
    setAdded(key);
    setDrafts([...drafts, newDraft(key, parameter ?? choices[0] ?? "daysSinceEnded")]);
  };
  const remove = (draft: Draft) => {
    setDrafts(drafts.filter(({ key }) => key !== draft.key));
    adder.current?.focus();
  };
  return (
    <div className="grid gap-4">
      <ol className="grid gap-4 empty:hidden">
        {drafts.map((draft, row) => (
          <ParameterRow
            key={draft.key}
            choices={choices}
            codes={codes}
            draft={draft}
            isNew={draft.key === added}
            field={{ name: `when.${row}`, errors: fieldErrors(state, `when.${row}`) }}
            onChange={(changed) =>
              setDrafts(drafts.map((one) => (one.key === changed.key ? changed : one)))
            }
            onRemove={() => remove(draft)}
          />
        ))}
      </ol>
      <div className="grid justify-items-start gap-1.5">
        <Button
          ref={adder}
          id={fieldId(adding.name)}
          aria-describedby={describedControl(adding)["aria-describedby"]}
          onClick={add}
        >
          <Plus aria-hidden className="size-4" />
          Add a Parameter
        </Button>
        <FieldNotes label="Input Parameters" {...adding} />
      </div>
    </div>
  );
}
