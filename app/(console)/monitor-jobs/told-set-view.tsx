import Link from "next/link";
import type { ToldSet } from "./told-set-query.ts";

/** "the members of Leavers of last summer", in the middle of a sentence. */
export const MembersOf = ({ set: { id, name } }: { set: ToldSet }) =>
  name === null ? (
    <>the members of set {id}, which is deleted or not yours to see</>
  ) : (
    <>
      the members of{" "}
      <Link className="text-link" href={`/sets/${id}`}>
        {name}
      </Link>
    </>
  );
