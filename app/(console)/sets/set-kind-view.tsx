import { StatusBadge } from "#components/status-badge.tsx";
import type { SetRow } from "#db/queries/sets.ts";

export const kindNames = { itemized: "Itemized", logical: "Logical" } as const;

export const SetBadges = ({ set }: { set: Pick<SetRow, "kind" | "private"> }) => (
  <span className="flex flex-wrap gap-2">
    <StatusBadge tone="information">{kindNames[set.kind]}</StatusBadge>
    <StatusBadge tone="neutral">{set.private ? "Private" : "Public"}</StatusBadge>
  </span>
);
