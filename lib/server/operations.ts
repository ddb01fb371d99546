import type { AnyDescription } from "./description.ts";
import type { Handler } from "./handler.ts";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

export interface Operation {
  method: Method;
  /** `/api/job-runs/{id}` */
  path: string;
  description: AnyDescription;
  handler: Handler;
}

type RouteModule = Partial<Record<Method, Handler>>;

/** What the modules of these folders under app/api answer to, in their order. */
export const operationsOf = (modules: Record<string, RouteModule>): Operation[] =>
  Object.entries(modules).flatMap(([folder, module]) =>
    methods.flatMap((method) => {
      const handler = module[method];
      return handler
        ? [{ method, path: pathOf(folder), description: handler.description, handler }]
        : [];
    }),
  );

const pathOf = (folder: string) => `/api/${folder.replaceAll(/\[(\w+)\]/g, "{$1}")}`;
