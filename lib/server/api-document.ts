import type { z } from "zod";

/* OpenAPI 3.1, as far as Lethe writes and shows it. */

export type JsonSchema = z.core.JSONSchema.BaseSchema;

export interface ApiParameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
}

export type Content = Partial<Record<string, { schema?: JsonSchema; example?: unknown }>>;

export interface ApiOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security: { apiKey: string[] }[];
  parameters: ApiParameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; content: Content } | { $ref: string }>;
}

export interface ApiDocument extends Record<string, unknown> {
  paths: Record<string, Record<string, ApiOperation>>;
}
