"use client";

import clsx from "clsx";
import { Button } from "#components/button.tsx";
import { DataTable, type Column } from "#components/data-table.tsx";
import { controlClass } from "#components/field-frame.tsx";
import { isTaken, takenFormats, type FormatName } from "#imports/formats.ts";
import { formatBytes } from "#lib/format.ts";
import { FileName } from "./file-name-view.tsx";
import { formatWords } from "./sentences-view.ts";
import { tellFile } from "./told-view.ts";

export interface ChosenFile {
  file: File;
  /** Chosen by hand; "" as long as it is not. */
  format: FormatName | "";
}

interface Props {
  files: readonly ChosenFile[];
  onFormat: (file: File, format: FormatName | "") => void;
  onRemove: (file: File) => void;
}

/** What is about to be sent, and what each file holds. */
export const ChosenFilesTable = ({ files, onFormat, onRemove }: Props) => (
  <DataTable
    caption="Chosen files"
    rows={files}
    rowKey={({ file }) => file.name}
    empty="No file is chosen yet."
    columns={columns(onFormat, onRemove)}
  />
);

const columns = (
  onFormat: Props["onFormat"],
  onRemove: Props["onRemove"],
): Column<ChosenFile>[] => [
  {
    head: "File",
    rowHeader: true,
    cell: ({ file }) => <FileName name={file.name} />,
  },
  { head: "Holds", cell: (row) => <Holds row={row} onFormat={onFormat} /> },
  { head: "Size", numeric: true, cell: ({ file }) => formatBytes(file.size) },
  {
    head: "Actions",
    hiddenHead: true,
    cell: ({ file }) => (
      <Button variant="quiet" aria-label={`Remove ${file.name}`} onClick={() => onRemove(file)}>
        Remove
      </Button>
    ),
  },
];

function Holds({ row, onFormat }: { row: ChosenFile; onFormat: Props["onFormat"] }) {
  const told = tellFile(row.file.name);
  switch (told.by) {
    case "name":
      return <span>{formatWords(told.format)}, as its name says</span>;
    case "archive":
      return <span>an archive; its files say what they hold</span>;
    case "nothing":
      return <FormatChoice row={row} onFormat={onFormat} />;
  }
}

function FormatChoice({ row, onFormat }: { row: ChosenFile; onFormat: Props["onFormat"] }) {
  return (
    <select
      aria-label={`What ${row.file.name} holds`}
      className={clsx(controlClass, "min-w-44")}
      value={row.format}
      onChange={({ target }) => {
        const chosen = target.value;
        onFormat(row.file, isTaken(chosen) ? chosen : "");
      }}
    >
      <option value="">Choose what it holds</option>
      {takenFormats.map((format) => (
        <option key={format} value={format}>
          {formatWords(format)}
        </option>
      ))}
    </select>
  );
}
