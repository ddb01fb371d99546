import Link from "next/link";
import { StatusBadge } from "#components/status-badge.tsx";
import type { Hold } from "#db/queries/legal-holds.ts";

export function HoldStatus({ hold }: { hold: Hold }) {
  if (hold.releasedOn !== null) return <StatusBadge tone="neutral">Released</StatusBadge>;
  return hold.isDue ? (
    <StatusBadge tone="attention">Due for review</StatusBadge>
  ) : (
    <StatusBadge tone="information">Open</StatusBadge>
  );
}

/** The person or the set; a link for who may see users. */
export function Held({ hold, mayOpen }: { hold: Hold; mayOpen: boolean }) {
  const { user, set } = hold;
  if (user) {
    const text = user.primaryId === null ? user.name : `${user.name} (${user.primaryId})`;
    return mayOpen ? <HeldLink href={`/users/${user.id}`}>{text}</HeldLink> : text;
  }
  if (!set) return <span className="text-muted">No longer here</span>;
  if (set.name === null) return "A private set";
  return mayOpen ? (
    <HeldLink href={`/sets/${set.id}`}>{`Set ${set.name}`}</HeldLink>
  ) : (
    `Set ${set.name}`
  );
}

const HeldLink = ({ href, children }: { href: string; children: string }) => (
  <Link className="text-link break-words" href={href} prefetch={false}>
    {children}
  </Link>
);
