import { ButtonLink } from "./button-link.tsx";
import { LinkPending } from "./link-pending.tsx";

interface Props {
  /** What is paged, such as "History". */
  label: string;
  /** Addresses; null where there is nothing. */
  first: string | null;
  next: string | null;
}

/** Pages by key: on to the next, or back to the first. The browser's Back goes one page back. */
export function Pager({ label, first, next }: Props) {
  if (!first && !next) return null;
  return (
    <nav aria-label={`Pages of ${label}`} className="flex gap-2 pt-4">
      {first && <Page href={first}>First page</Page>}
      {next && <Page href={next}>Next page</Page>}
    </nav>
  );
}

const Page = ({ href, children }: { href: string; children: string }) => (
  <ButtonLink href={href} prefetch={false} className="relative">
    {children}
    <LinkPending className="right-0" />
  </ButtonLink>
);
