import { z } from "zod";
import type { Permission } from "#lib/permissions.ts";

type Shape = z.ZodObject;
/** What is taken where nothing is described. */
export const nothing = z.strictObject({});
export type Nothing = typeof nothing;

/** A body that is no JSON: the bytes themselves. */
export interface Bytes {
  contentType: string;
  maxBytes: number;
}

/**
 * What a handler takes and answers. The door parses by it, /api/openapi.json and the screen API
 * Reference are made from it, so that none of them can differ.
 */
export interface Description<
  Params extends Shape = Nothing,
  Query extends Shape = Nothing,
  Sent extends Shape = Nothing,
  Body extends z.ZodType | Bytes = z.ZodUndefined,
  Answer extends z.ZodType = z.ZodNever,
> {
  permission: Permission;
  /** A second one that it takes as well. */
  alsoPermission?: Permission;
  /**
   * Where the permission depends on what is asked for: all that come into question, by the job or kill
   * switch that they go with, and which of them this one needs. `permission` is then that of the example.
   */
  permissionBy?: {
    among: Readonly<Record<string, Permission>>;
    of(asked: { params: z.output<Params>; body: BodyOf<Body> }): Permission | Promise<Permission>;
  };
  /** One line. */
  summary: string;
  /** What else a script's author must know. */
  details?: string;
  params?: Params;
  query?: Query;
  /** By their names in lower case. */
  headers?: Sent;
  body?: Body;
  /** JSON. Only what is described leaves. Left out where only `csv` is answered. */
  answer?: Answer;
  /** Of an answer in JSON; 200 when left out. */
  status?: 200 | 201 | 202;
  /** Refusals that neither method nor path tells of: 409 of a read, 404 of what the path does not name. */
  alsoRefuses?: readonly (404 | 409)[];
  /** What the CSV holds, where the handler answers with some. */
  csv?: string;
  /** A request that fits, for the reference and the tests. */
  example?: {
    params?: z.input<Params>;
    query?: Partial<z.input<Query>>;
    body?: Body extends z.ZodType ? z.input<Body> : undefined;
  };
}

export interface AnyDescription extends Omit<
  Description<Shape, Shape, Shape, z.ZodType | Bytes, z.ZodType>,
  "permission" | "permissionBy"
> {
  /** `anyone` asks for neither a session nor a key. */
  permission: Permission | "anyone";
  permissionBy?: { among: Readonly<Record<string, Permission>> };
}

export type BodyOf<Body extends z.ZodType | Bytes> = Body extends z.ZodType
  ? z.output<Body>
  : Uint8Array<ArrayBuffer>;

export const isBytes = (body: z.ZodType | Bytes): body is Bytes => "maxBytes" in body;
