"use client";

import { useState } from "react";
import { Button } from "#components/button.tsx";
import { Notice } from "#components/notice.tsx";
import type { Import, Upload } from "#db/queries/imports.ts";
import { formatList } from "#lib/format.ts";
import { DropZone } from "../drop-zone-form.tsx";
import { sendFiles, type FileOnItsWay } from "../uploads-query.ts";

/** Goes on with an upload that was cut off: with the same files, from where each stands. */
export function ResumeForm({ uploads, id }: Pick<Import, "uploads" | "id">) {
  const [problem, setProblem] = useState<string | null>(null);
  const missing = uploads.filter(({ received, size }) => received < size);
  const choose = (files: File[]) => {
    const found = missing.map((upload) => continued(upload, files));
    const absent = missing.filter((_, index) => !found[index]);
    if (absent.length > 0) {
      setProblem(
        `Choose ${formatList(absent.map(({ name }) => name))}, unchanged since the upload began. If it was changed, discard this upload and begin anew.`,
      );
      return;
    }
    setProblem(null);
    void sendFiles(
      id,
      found.filter((file) => file !== null),
    );
  };
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-4">
      <div role="alert" className="empty:-mb-4">
        {problem && <Notice tone="danger">{problem}</Notice>}
      </div>
      <DropZone
        label={`Choose again: ${formatList(missing.map(({ name }) => name))}`}
        help="Only what is missing is sent."
        onFiles={choose}
        onRefused={setProblem}
      />
    </div>
  );
}

/** The file that an upload was begun with, among those chosen. */
function continued(upload: Upload, files: File[]): FileOnItsWay | null {
  const file = files.find(
    ({ name, size, lastModified }) =>
      name === upload.name &&
      size === upload.size &&
      (upload.modified === null || lastModified === upload.modified),
  );
  return file ? { number: upload.number, file, received: upload.received } : null;
}

export const ContinueButton = ({ id, files }: { id: string; files: readonly FileOnItsWay[] }) => (
  <Button variant="primary" onClick={() => void sendFiles(id, files)}>
    Go on sending
  </Button>
);
