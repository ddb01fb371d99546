import { ButtonLink } from "#components/button-link.tsx";
import { Notice } from "#components/notice.tsx";
import type { SetUpload } from "#db/queries/set-uploads.ts";
import { uploadSentence } from "#lib/set-fields.ts";

/** What became of a list of IDs. */
export function UploadOutcome({ upload }: { upload: SetUpload }) {
  const { notFound } = upload;
  return (
    <Notice tone={notFound > 0 ? "attention" : "good"} role="status">
      <div className="grid justify-items-start gap-2">
        <p>{uploadSentence(upload)}</p>
        {notFound > 0 && (
          <ButtonLink href={`/api/sets/${upload.setId}/uploads/${upload.id}`}>
            Download the IDs not found
          </ButtonLink>
        )}
      </div>
    </Notice>
  );
}
