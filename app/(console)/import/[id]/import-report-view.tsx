import { ButtonLink } from "#components/button-link.tsx";
import { DataTable } from "#components/data-table.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import type { Import, ImportedFile } from "#db/queries/imports.ts";
import { formatCount } from "#lib/format.ts";
import { FileName } from "../file-name-view.tsx";
import { fileRemarks, fileSentence, formatWords } from "../sentences-view.ts";

/** What became of each file, or would, in a sentence and in a table, and what was left out. */
export function ImportReport({ now }: { now: Import }) {
  const { reports, rejected } = now;
  if (reports.length === 0) return null;
  return (
    <>
      <Section title={now.dryRun ? "What an import would do" : "What was imported"}>
        <div className="grid max-w-prose gap-2 text-base">
          {reports.map((file) => (
            <div key={file.number}>
              <p>{fileSentence(file)}</p>
              {fileRemarks(file).map((remark) => (
                <p key={remark} className="text-muted text-sm">
                  {remark}
                </p>
              ))}
              {file.warnings.map((warning) => (
                <Notice key={warning} tone="attention" className="mt-1 text-sm">
                  {warning}
                </Notice>
              ))}
            </div>
          ))}
        </div>
        <FileTable files={reports} />
      </Section>
      {rejected > 0 && <Rejects now={now} />}
    </>
  );
}

const FileTable = ({ files }: { files: ImportedFile[] }) => (
  <DataTable
    caption="By file, in the order of the import"
    rows={files}
    rowKey={({ number }) => number}
    empty="No file was read."
    columns={[
      {
        head: "File",
        rowHeader: true,
        cell: ({ name }) => <FileName name={name} />,
      },
      { head: "Holds", cell: ({ format }) => formatWords(format) },
      { head: "Read", numeric: true, cell: ({ read }) => formatCount(read) },
      { head: "Created", numeric: true, cell: ({ created }) => formatCount(created) },
      { head: "Updated", numeric: true, cell: ({ updated }) => formatCount(updated) },
      { head: "Unchanged", numeric: true, cell: ({ unchanged }) => formatCount(unchanged) },
      {
        head: "Already anonymized",
        numeric: true,
        cell: ({ alreadyAnonymized }) => formatCount(alreadyAnonymized),
      },
      { head: "Rejected", numeric: true, cell: (file) => formatCount(file.rejected) },
    ]}
  />
);

const lineText = (line: number, record: number | null) =>
  record === null ? formatCount(line) : `${formatCount(line)} (record ${formatCount(record)})`;

const Rejects = ({ now: { id, rejects, rejected } }: { now: Import }) => (
  <Section
    title="Rejected lines"
    lead={
      rejected > rejects.length
        ? `The first ${formatCount(rejects.length)} of ${formatCount(rejected)}. Mend them in the source and import the file again: what is in stays unchanged.`
        : "Mend them in the source and import the file again: what is in stays unchanged."
    }
    actions={
      <ButtonLink href={`/api/imports/${id}/rejects`} prefetch={false} download>
        Download rejected lines
      </ButtonLink>
    }
  >
    <DataTable
      caption="Rejected lines"
      hiddenCaption
      rows={rejects}
      rowKey={({ file, line, record, column, reason }) =>
        `${file} ${line} ${record} ${column} ${reason}`
      }
      empty="The rejected lines are no longer kept."
      columns={[
        // What a narrow screen shows without scrolling comes first.
        {
          head: "Line",
          numeric: true,
          rowHeader: true,
          cell: ({ line, record }) => lineText(line, record),
        },
        {
          head: "Reason",
          cell: ({ reason }) => <span className="inline-block min-w-52">{reason}</span>,
        },
        { head: "Column", cell: ({ column }) => column ?? "" },
        { head: "File", cell: ({ file }) => <FileName name={file} /> },
      ]}
    />
  </Section>
);
