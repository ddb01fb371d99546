import Link from "next/link";
import { DataTable } from "#components/data-table.tsx";
import type { Run } from "#db/queries/job-runs.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { previewHref } from "./preview-href-view.ts";

/** What stopped a run, or rows of it: where to go from here. */
export function RunStops({ run }: { run: Run }) {
  const setAside = run.counters.filter(({ measure }) => measure === "setAside");
  return (
    <>
      {run.status === "stoppedByBrake" && (
        <p>
          <Link className="text-link" href={previewHref(run.job)}>
            Look at the preview as it is now
          </Link>
        </p>
      )}
      {setAside.length > 0 && (
        <>
          <p>
            {formatCountOf(
              run.setAside,
              "row could not be worked and was left as it is",
              "rows could not be worked and were left as they are",
            )}
            . The next run tries again.
          </p>
          <DataTable
            caption="Left as they are"
            rows={setAside}
            rowKey={({ part, label }) => `${part} ${label}`}
            empty=""
            columns={[
              { head: "Why", rowHeader: true, cell: ({ label }) => label },
              { head: "Of", cell: ({ part }) => part },
              { head: "Rows", numeric: true, cell: ({ count }) => formatCount(count) },
            ]}
          />
        </>
      )}
    </>
  );
}
