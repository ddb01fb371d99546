import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What happened, what became of one's work, and what to do. */
  children: ReactNode;
}

/** What stands in place of a page that cannot be shown. */
export const Failure = ({ title, children }: Props) => (
  <div className="grid max-w-xl justify-items-start gap-4 text-base">
    <h1 className="text-xl font-semibold">{title}</h1>
    {children}
  </div>
);
