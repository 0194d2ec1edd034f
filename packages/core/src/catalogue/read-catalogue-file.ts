import { z } from 'zod';
import { NextpanelError } from '../error.ts';
import { nearestWord } from '../nearest-word.ts';
import { quote } from '../quote.ts';
import { type ProviderId, providerIds } from '../story-spec.ts';
import { builtInCatalogue } from './built-in-catalogue.ts';
import { type Catalogue, type Model, modelSchema } from './model.ts';
import { openaiCompatibleModel } from './models/openai-compatible.ts';

const name = z.string().min(1).max(200);

/** The frame of the file; what an entry may hold beside `like` are the fields of a model, checked after the merge. */
const fileSchema = z.strictObject({
  /** Default model by provider. */
  defaults: z.partialRecord(z.enum(providerIds), name).default({}),
  models: z
    .array(
      z.looseObject({
        provider: z.enum(providerIds),
        id: name,
        /** The model to start from: of the same provider, or of another. */
        like: z.union([name, z.strictObject({ provider: z.enum(providerIds), id: name })]).optional(),
      }),
    )
    .default([]),
});

type Entry = z.output<typeof fileSchema>['models'][number];

/**
 * Merges a user's catalogue file, already parsed from YAML or JSON, over the known models:
 *
 * ```yaml
 * defaults: { openai: gpt-image-2.6-flare }
 * models:
 *   - { provider: openai, id: gpt-image-2, limits: { imagesPerMinute: 150 } }     # changes one
 *   - { provider: azure, id: comics-eu, like: gpt-image-2 }                       # adds a deployment
 *   - provider: openai-compatible                                                 # says what a server can do
 *     id: qwen-image-edit
 *     maxReferences: 3
 *     sends: { responseFormat: true }
 *     price: { by: image, usd: 0.01, margin: 0 }
 * ```
 *
 * Mappings are merged, lists and single values replaced. Pure. Throws `catalogue_invalid` that names every mistake.
 */
export function readCatalogueFile(value: unknown, base: Catalogue = builtInCatalogue): Catalogue {
  // An empty file is read as null and changes nothing.
  const file = fileSchema.safeParse(value ?? {});
  if (!file.success) throw invalid(file.error.issues.flatMap((issue) => describe(issue, [])));
  const mistakes: string[] = [];
  const models = [...base.models];
  for (const [index, entry] of file.data.models.entries()) {
    const at = ['models', index];
    const earlier = file.data.models.slice(0, index).some((other) => isSame(other, entry));
    if (earlier)
      mistakes.push(`${place(at)} ${entry.provider} ${quote(entry.id)} stands here twice; merge the entries`);
    const model = readEntry(entry, models, at, mistakes);
    if (model === null) continue;
    const known = models.findIndex((other) => isSame(other, model));
    if (known === -1) models.push(model);
    else models[known] = model;
  }
  const ordered = withDefaults(models, file.data.defaults, mistakes);
  if (mistakes.length > 0) throw invalid(mistakes);
  return { models: ordered };
}

const isSame = (a: { provider: ProviderId; id: string }, b: { provider: ProviderId; id: string }): boolean =>
  a.provider === b.provider && a.id === b.id;

function readEntry(entry: Entry, models: readonly Model[], at: (string | number)[], mistakes: string[]): Model | null {
  const { like, ...changes } = entry;
  const start = startOf(entry, models);
  if (start === null) {
    const wanted = typeof like === 'string' ? { provider: entry.provider, id: like } : like;
    const near = nearestWord(
      wanted?.id ?? '',
      models.flatMap(({ provider, id }) => (provider === wanted?.provider ? [id] : [])),
    );
    mistakes.push(
      `${place([...at, 'like'])} there is no model ${quote(wanted?.id ?? '')} of ${wanted?.provider}${near ? `; did you mean ${near}?` : ''}`,
    );
    return null;
  }
  const merged = modelSchema.safeParse(merge(start, { source: 'the catalogue file', ...changes }));
  if (merged.success) return merged.data;
  mistakes.push(...merged.error.issues.flatMap((issue) => describe(issue, at)));
  return null;
}

/** What an entry changes: the model it is like, the one of its own name, or as little as is known; null: no such model. */
function startOf({ provider, id, like }: Entry, models: readonly Model[]): Record<string, unknown> | null {
  if (like !== undefined) {
    const from = typeof like === 'string' ? { provider, id: like } : like;
    const found = models.find((model) => isSame(model, from));
    // Names belong to one model alone.
    if (!found) return null;
    const start = { ...found, aliases: [], snapshots: [] };
    // Addresses and vendor batches belong to the vendor.
    const methods = found.methods.filter((method) => method !== 'economy');
    return from.provider === provider ? start : { ...start, methods, endpoints: null };
  }
  const own = models.find((model) => isSame(model, { provider, id }));
  if (own) return { ...own };
  if (provider === 'openai-compatible') return { ...openaiCompatibleModel(id), note: null, verified: true };
  return {
    aliases: [],
    snapshots: [],
    endpoints: null,
    responses: null,
    sends: { n: true, outputFormat: true, responseFormat: false, inputFidelity: null, complexity: false },
    status: { state: 'active' },
    verified: true,
    note: null,
  };
}

/** Keys that tell one kind of mapping from another: a `price` by image is not merged into one by tokens. */
const kinds = ['by', 'rule', 'state'];

function merge(base: unknown, change: unknown): unknown {
  if (!isMapping(base) || !isMapping(change)) return change;
  if (kinds.some((kind) => kind in change && change[kind] !== base[kind])) return change;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) merged[key] = merge(base[key], value);
  return merged;
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The default of a provider is its first model that is not shut down. */
function withDefaults(
  models: readonly Model[],
  defaults: Partial<Record<ProviderId, string>>,
  mistakes: string[],
): Model[] {
  const first: Model[] = [];
  for (const [provider, id] of Object.entries(defaults)) {
    const model = models.find((it) => it.provider === provider && it.id === id);
    if (!model || model.status.state === 'shut-down') {
      const usable = models.filter((it) => it.provider === provider && it.status.state !== 'shut-down');
      const choice = usable.length > 0 ? `use one of: ${usable.map((it) => it.id).join(', ')}` : 'add it to `models`';
      mistakes.push(`${place(['defaults', provider])} ${quote(id)} is no model that can be drawn with; ${choice}`);
    } else first.push(model);
  }
  return [...first, ...models.filter((model) => !first.includes(model))];
}

const place = (path: readonly PropertyKey[]): string => `/${path.map(String).join('/')}`;

function describe(issue: z.core.$ZodIssue, at: readonly PropertyKey[]): string[] {
  const path = [...at, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const near = at.length > 0 && issue.path.length === 0 ? nearestWord(key, Object.keys(modelSchema.shape)) : null;
        return `${place([...path, key])} is no field of the catalogue${near ? `; did you mean \`${near}\`?` : ''}`;
      });
    case 'invalid_value':
      return [`${place(path)} must be one of ${issue.values.map(String).join(', ')}`];
    default:
      return [`${place(path)} ${issue.message}`];
  }
}

const invalid = (mistakes: readonly string[]) =>
  new NextpanelError('catalogue_invalid', `the catalogue file is not valid:\n  ${mistakes.join('\n  ')}`, {
    detail: { mistakes },
  });
