import { LinkTabs } from "#components/link-tabs.tsx";
import type { SetScope } from "#db/queries/sets.ts";
import { setScopes } from "./schema.ts";

export const scopeNames: Record<SetScope, string> = {
  mine: "My Sets",
  public: "Public Sets",
  all: "All Sets",
};

interface Props {
  current: SetScope;
  address: (scope: SetScope) => string;
}

/** Whose sets are listed. */
export const SetTabs = ({ current, address }: Props) => (
  <LinkTabs
    label="Sets"
    tabs={setScopes.map((scope) => ({
      href: address(scope),
      label: scopeNames[scope],
      isCurrent: scope === current,
    }))}
  />
);
