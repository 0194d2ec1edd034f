import type { operationNeeds } from '@nextpanel/core';
import type { TestApi } from './testing.ts';

/** A JSON Schema as it stands in the description of the API. */
export interface Schema {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly pattern?: string;
}

export type Schemas = Readonly<Record<string, Schema>>;

export interface DescribedOperation {
  readonly operationId: keyof typeof operationNeeds;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** What a running server says of itself. */
export async function readDescription(
  api: Pick<TestApi, 'get'>,
): Promise<{ readonly operations: readonly DescribedOperation[]; readonly schemas: Schemas }> {
  const { paths, components } = (await (await api.get('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Omit<DescribedOperation, 'method' | 'path'>>>;
    components: { schemas: Schemas };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
  return { operations, schemas: components.schemas };
}
