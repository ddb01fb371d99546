import { ButtonLink } from "#components/button-link.tsx";
import { searchPlaceNames, type UserSearch } from "#lib/user-search.ts";
import { UserCount } from "./count-view.tsx";
import { QuerySentence } from "./query-sentence-view.tsx";

interface Props {
  id: string;
  search: UserSearch;
  mayWrite: boolean;
}

/** What the list below answers, read back, and what can be made of it. */
export function SearchSummary({ id, search, mayWrite }: Props) {
  const { text, query } = search;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-y py-3">
      <p className="max-w-prose min-w-0 break-words">
        {text && `${searchPlaceNames[text.in]}: “${text.words}”. `}
        {query && <QuerySentence query={query} />}
      </p>
      <div className="flex flex-wrap gap-2">
        <UserCount key={id} source={{ search: id }} />
        {query && <ButtonLink href={`/users/advanced?search=${id}`}>Change the query</ButtonLink>}
        {mayWrite && query && !text && (
          <ButtonLink href={`/sets/add?kind=logical&search=${id}`}>Save Query</ButtonLink>
        )}
        {mayWrite && (
          <ButtonLink href={`/sets/add?kind=itemized&search=${id}`}>Make a Set of These</ButtonLink>
        )}
        <ButtonLink variant="quiet" href="/users">
          Show all users
        </ButtonLink>
      </div>
    </div>
  );
}
