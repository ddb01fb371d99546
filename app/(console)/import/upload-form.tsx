"use client";

import { useState, type FormEvent } from "react";
import { useRouter } from "next/navigation";
import { Button } from "#components/button.tsx";
import { Field } from "#components/field.tsx";
import { Notice } from "#components/notice.tsx";
import { postJson } from "#lib/fetch-json.ts";
import { formatBytes, formatCountOf } from "#lib/format.ts";
import { importHelp } from "#lib/help/system.ts";
import { useAskedUntilLeft } from "../asked-until-left.ts";
import { ChosenFilesTable, type ChosenFile } from "./chosen-files-table.tsx";
import { DropZone } from "./drop-zone-form.tsx";
import { defaultSource, openRequest, type OpenRequest } from "./schema.ts";
import { replacedSentence } from "./sentences-view.ts";
import { tellFile } from "./told-view.ts";
import { sendFiles } from "./uploads-query.ts";

/** Chooses files and sends them; they are tried first, on the page that this leads to. */
export function UploadForm() {
  const router = useRouter();
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [replaced, setReplaced] = useState("");
  const opening = useAskedUntilLeft(async (request: OpenRequest, signal) => {
    const { id } = await postJson<{ id: string }>("/api/imports", request, signal);
    void sendFiles(
      id,
      files.map(({ file }, number) => ({ number, file, received: 0 })),
    );
    return id;
  });
  const pending = opening.isPending || opening.isSuccess;
  const told = problem ?? opening.error?.message;

  const choose = (chosen: File[]) => {
    setProblem(null);
    opening.reset();
    setReplaced(
      replacedSentence(
        chosen.map(({ name }) => name),
        files.map(({ file }) => file.name),
      ),
    );
    setFiles((before) => [
      ...before.filter(({ file }) => chosen.every(({ name }) => name !== file.name)),
      ...chosen.map((file): ChosenFile => ({ file, format: "" })),
    ]);
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const source = new FormData(event.currentTarget).get("source");
    const request = requestOf(files, typeof source === "string" ? source : "");
    const wrong = wrongWith(files, request);
    setProblem(wrong);
    // Not called once the page is left.
    if (!wrong) opening.mutate(request, { onSuccess: (id) => router.push(`/import/${id}`) });
  };

  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  return (
    <form noValidate onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <div>
        <div role="alert" className="not-empty:pb-5">
          {told && <Notice tone="danger">{told}</Notice>}
        </div>
        <DropZone {...importHelp.fields.files} onFiles={choose} onRefused={setProblem} />
        <div role="status">
          {replaced && <p className="pt-3">{replaced}</p>}
          <span className="sr-only">
            {files.length > 0 && `${formatCountOf(files.length, "file", "files")} chosen.`}
          </span>
        </div>
      </div>
      {files.length > 0 && (
        <ChosenFilesTable
          files={files}
          onFormat={(file, format) =>
            setFiles((before) =>
              before.map((one) => (one.file === file ? { ...one, format } : one)),
            )
          }
          onRemove={(file) => {
            setReplaced("");
            setFiles((before) => before.filter((one) => one.file !== file));
          }}
        />
      )}
      <Field
        {...importHelp.fields.source}
        name="source"
        defaultValue={defaultSource}
        autoComplete="off"
        spellCheck={false}
      />
      <div className="flex flex-wrap items-center gap-4 border-t pt-4">
        <Button type="submit" variant="primary" pending={pending} disabled={files.length === 0}>
          Send and check
        </Button>
        <p className="text-muted min-w-0 grow basis-64">
          {files.length > 0 && `${formatBytes(bytes)}. `}Nothing is imported yet: a dry run tells
          first what an import would do.
        </p>
      </div>
    </form>
  );
}

const requestOf = (files: readonly ChosenFile[], source: string): OpenRequest => ({
  source,
  files: files.map(({ file, format }) => ({
    name: file.name,
    ...(format === "" ? {} : { format }),
    size: file.size,
    modified: file.lastModified,
  })),
});

/** What the server would refuse, in a sentence that names the file. */
function wrongWith(files: readonly ChosenFile[], request: OpenRequest): string | null {
  for (const { file, format } of files) {
    const { by } = tellFile(file.name);
    if (by === "nothing" && format === "") return `Choose what ${file.name} holds, or remove it.`;
  }
  const [issue] = openRequest.safeParse(request).error?.issues ?? [];
  if (!issue) return null;
  const [part, number] = issue.path;
  const file =
    part === "files" && typeof number === "number" ? files[number]?.file.name : undefined;
  return file ? `${file}: ${issue.message}` : issue.message;
}
