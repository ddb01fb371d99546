"use client";

import Link from "next/link";
import { ActionForm } from "#components/action-form.tsx";
import { Button } from "#components/button.tsx";
import { fieldErrors } from "#components/field-errors.ts";
import { Field } from "#components/field.tsx";
import { useFormAction } from "#components/form-action.ts";
import { FormFoot } from "#app/form-foot.tsx";
import { Notice } from "#components/notice.tsx";
import type { Proposal } from "#db/queries/run-proposals.ts";
import { formatCount } from "#lib/format.ts";
import { approve, decline } from "./actions.ts";

interface Props extends Pick<Proposal, "id" | "hash" | "expected" | "decision" | "runId"> {
  /** Who asked takes it back, who else may run the job decides, others look on. */
  role: "asked" | "second" | "reader";
}

const decided = {
  approved: "This run was approved.",
  refused: "This run was refused. Nothing was started.",
  withdrawn: "Whoever asked for this run took it back. Nothing was started.",
  outdated:
    "This is outdated: nobody decided in time, or the settings have changed since. Nothing was started.",
};

export function ProposalForm(props: Props) {
  const { decision, runId, role } = props;
  if (decision !== null) {
    return (
      <Notice tone={decision === "approved" ? "good" : "information"}>
        {decided[decision]}{" "}
        {runId !== null && (
          <Link className="text-link" href={`/monitor-jobs/${runId}`}>
            Its report
          </Link>
        )}
      </Notice>
    );
  }
  return (
    <div className="grid gap-4">
      {role === "second" && <ApproveForm {...props} />}
      {role === "asked" && <p>You asked for this run. Another person has to approve it.</p>}
      {role === "reader" && <p>Whoever may run this job decides about it.</p>}
      {role !== "reader" && <DeclineForm {...props} />}
    </div>
  );
}

function ApproveForm({ id, hash, expected }: Props) {
  const [state, act, pending] = useFormAction(approve);
  return (
    <ActionForm action={act} state={state} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="hash" value={hash} />
      <Field
        label={`Type ${formatCount(expected)} to approve`}
        name="typed"
        inputMode="numeric"
        autoComplete="off"
        help="There is no undo."
        errors={fieldErrors(state, "typed")}
      />
      <FormFoot state={state}>
        <Button type="submit" variant="danger" pending={pending}>
          Approve and start
        </Button>
      </FormFoot>
    </ActionForm>
  );
}

function DeclineForm({ id, role }: Props) {
  const [state, act, pending] = useFormAction(decline);
  return (
    <form action={act} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <FormFoot state={state}>
        <Button type="submit" pending={pending}>
          {role === "asked" ? "Take it back" : "Refuse"}
        </Button>
      </FormFoot>
    </form>
  );
}
