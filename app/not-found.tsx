import type { Metadata } from "next";
import { Missing } from "./missing.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-xl px-4 py-[12vh]">
      <p className="text-muted">Lethe</p>
      <Missing />
    </main>
  );
}
