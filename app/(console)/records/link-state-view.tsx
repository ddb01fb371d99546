import { StatusBadge } from "#components/status-badge.tsx";

/** Whether a record still leads to a patron, never to whom. */
export const LinkState = ({ linked }: { linked: boolean }) =>
  linked ? (
    <StatusBadge tone="neutral">Names a patron</StatusBadge>
  ) : (
    <StatusBadge tone="good">Anonymized</StatusBadge>
  );
