import { noteOwnSave, Version } from "#components/version.tsx";
import type { StaffRow } from "#db/queries/staff-list.ts";
import { staffRow } from "./schema.ts";

/** What the screen was told of the account, so that a second saver is told. */
export const KnownFields = ({ person }: { person: StaffRow }) => (
  <>
    <input type="hidden" name="staffId" value={person.id} />
    <Version value={person.version} row={staffRow(person.id)} />
  </>
);

/** Once one form of the account is saved: what is typed in another is not overtaken by it. */
export const noteSaved = ({ id, version }: StaffRow): void => noteOwnSave(staffRow(id), version);
