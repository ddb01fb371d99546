import { ButtonLink } from "#components/button-link.tsx";
import { Notice } from "#components/notice.tsx";
import type { SetUpload } from "#db/queries/set-uploads.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";

/** What became of a list of IDs. */
export function UploadOutcome({ upload }: { upload: SetUpload }) {
  const { added, alreadyMembers, notFound, duplicates } = upload;
  return (
    <Notice tone={notFound > 0 ? "attention" : "good"} role="status">
      <div className="grid justify-items-start gap-2">
        <p>
          {formatCountOf(added, "user was", "users were")} added, {formatCount(alreadyMembers)}{" "}
          already {alreadyMembers === 1 ? "was a member" : "were members"},{" "}
          {formatCountOf(notFound, "ID was", "IDs were")} not found,{" "}
          {formatCountOf(duplicates, "line was a duplicate", "lines were duplicates")} in the list.
        </p>
        {notFound > 0 && (
          <ButtonLink href={`/api/sets/${upload.setId}/uploads/${upload.id}`}>
            Download the IDs not found
          </ButtonLink>
        )}
      </div>
    </Notice>
  );
}
