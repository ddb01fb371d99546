import type { ReactNode } from "react";

export default function EntryLayout({ children }: { children: ReactNode }) {
  return <main className="mx-auto grid max-w-md gap-6 px-4 py-[12vh]">{children}</main>;
}
