import { Version } from "#components/version.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";

/** What the screen was told of the account, so that a second saver is told. */
export const KnownFields = ({ person }: { person: StaffRow }) => (
  <>
    <input type="hidden" name="staffId" value={person.id} />
    <Version value={person.version} />
  </>
);
