import type { ReactNode } from "react";

interface Props {
  title: string;
  /** h2 where the frame around has its own h1. */
  heading?: "h1" | "h2";
  /** What happened, what became of one's work, and what to do. */
  children: ReactNode;
}

/** What stands in place of a page that cannot be shown. */
export const Failure = ({ title, heading: Heading = "h1", children }: Props) => (
  <div className="grid max-w-xl justify-items-start gap-4 text-base">
    <Heading className="text-xl font-semibold">{title}</Heading>
    {children}
  </div>
);
