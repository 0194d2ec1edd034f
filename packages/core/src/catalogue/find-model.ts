import { NextpanelError } from '../error.ts';
import { nearestWord } from '../nearest-word.ts';
import { quote } from '../quote.ts';
import { type ProviderId, providerIds, type RenderSpec } from '../story-spec.ts';
import { builtInCatalogue } from './built-in-catalogue.ts';
import type { Catalogue, Model } from './model.ts';
import { openaiCompatibleModel } from './models/openai-compatible.ts';

/** Providers the catalogue knows; which of them an installation can use, its configuration says. */
export const availableProviders: readonly ProviderId[] = providerIds;

/** Ids of a provider's models, the default first, without those that are shut down. */
export const modelsOf = (provider: ProviderId, catalogue: Catalogue = builtInCatalogue): string[] =>
  catalogue.models
    .filter((model) => model.provider === provider && model.status.state !== 'shut-down')
    .map(({ id }) => id);

/**
 * The model a story names, whatever its state: by id, alias, endpoint or dated snapshot; without a name the provider's
 * default. A snapshot keeps its own name as `id`, because that is what is sent. An `openai-compatible` server may call its
 * models anything. Throws `unknown_model` that names what was probably meant.
 */
export function findModel(
  { provider, model: name }: Pick<RenderSpec, 'provider' | 'model'>,
  catalogue: Catalogue = builtInCatalogue,
): Model {
  const offered = catalogue.models.filter((model) => model.provider === provider);
  if (name === undefined) {
    const first = offered.find(({ status }) => status.state !== 'shut-down');
    if (first) return first;
    throw unknownModel(`provider "${provider}" has no default model; name one in \`render.model\``);
  }
  const exact = offered.find((model) => model.id === name) ?? offered.find((model) => namesOf(model).includes(name));
  if (exact) return exact;
  const dated = offered.find(
    ({ id, snapshots }) =>
      snapshots.includes(name) || (/-\d{4}-\d{2}-\d{2}$/.test(name) && id === name.slice(0, -'-2026-01-01'.length)),
  );
  if (dated) return { ...dated, id: name };
  if (provider === 'openai-compatible') return openaiCompatibleModel(name);
  throw unknownModel(`provider "${provider}" has no model ${quote(name)}; ${suggest(name, offered, catalogue)}`);
}

const namesOf = ({ aliases, endpoints }: Model): string[] => [
  ...aliases,
  ...(endpoints ? [endpoints.generate, ...(endpoints.edit === null ? [] : [endpoints.edit])] : []),
];

const unknownModel = (message: string) =>
  new NextpanelError('unknown_model', message, { detail: { pointer: '/render/model' } });

function suggest(name: string, offered: readonly Model[], catalogue: Catalogue): string {
  const ids = offered.filter(({ status }) => status.state !== 'shut-down').map(({ id }) => id);
  const elsewhere = catalogue.models.filter((model) => model.id === name || namesOf(model).includes(name));
  if (elsewhere.length > 0) {
    return `it is a model of ${elsewhere.map(({ provider }) => `"${provider}"`).join(' and ')}; use one of: ${ids.join(', ')}`;
  }
  const longer = ids.filter((id) => id.toLowerCase().startsWith(name.toLowerCase()));
  const nearest = nearestWord(name, ids);
  if (offered[0]?.provider === 'azure') {
    return `use one of: ${ids.join(', ')}; a deployment with a name of its own needs an entry in the catalogue file, with \`like: gpt-image-2\``;
  }
  const meant = longer.length > 0 ? longer : nearest === null ? [] : [nearest];
  return meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `use one of: ${ids.join(', ')}`;
}
