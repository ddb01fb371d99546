import { Fragment } from "react";
import Link from "next/link";
import { ChevronRight } from "lucide-react";
import { hrefOfOperation, type Entry } from "./reference-query.ts";

/** One line that leads to the operation's page. */
export const OperationLine = ({ method, path, operation }: Entry) => (
  <Link
    id={operation.operationId}
    href={hrefOfOperation(operation)}
    prefetch={false}
    className="hover:bg-hover grid min-h-9 grid-cols-[minmax(0,1fr)_1rem] items-center gap-x-3 gap-y-1 py-2 sm:grid-cols-[minmax(0,28rem)_minmax(0,1fr)_1rem]"
  >
    <span className="font-mono">
      <span className="inline-block w-14 font-semibold">{method}</span>
      <Path>{path}</Path>
    </span>
    <span className="max-sm:row-start-2">{operation.summary}</span>
    <ChevronRight aria-hidden className="text-muted size-4" />
  </Link>
);

/** Breaks between its parts. */
const Path = ({ children }: { children: string }) =>
  children.split(/(?=\/)/).map((part, place) => (
    <Fragment key={`${place} ${part}`}>
      {part}
      <wbr />
    </Fragment>
  ));
