import { Notice } from "#components/notice.tsx";
import { verifyAudit } from "#db/queries/audit.ts";
import { readPage } from "#lib/server/read-page.ts";

/** Each row's hash covers the row before it; this computes them all anew. */
export async function ChainState() {
  const { brokenAt, head } = await readPage((tx) => verifyAudit(tx), {
    statementTimeoutMs: 120_000,
  });
  return (
    <div role="status">
      {brokenAt !== null ? (
        <Notice tone="danger">
          The audit was tampered with: entry {brokenAt} does not follow from the one before it.
        </Notice>
      ) : (
        <Notice tone="good">
          The audit is whole up to {head === null ? "its beginning" : `entry ${head}`}: none before
          it was altered, removed or put in. Whether newer ones were removed is seen by an entry
          alone that was noted elsewhere.
        </Notice>
      )}
    </div>
  );
}
