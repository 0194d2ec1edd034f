import { globSync } from 'node:fs';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject';
import { parseConfig } from '@nextpanel/core';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { configVariables, pathOf, readText } from './repository.ts';

/** No cluster and no systemd run where tests do: the files are checked against the schemas of Kubernetes, and against ours. */

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly {
          readonly image: string;
          readonly env?: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

const models: Readonly<Record<string, new (it: never) => { validate(): void }>> = {
  ConfigMap,
  Deployment,
  NetworkPolicy,
  PodDisruptionBudget,
  ScaledObject,
  Secret,
  Service,
  StatefulSet,
};

const folder = 'infra/kubernetes';
const files = globSync(`${folder}/*.yaml`, { cwd: pathOf('.') }).filter((file) => !file.endsWith('kustomization.yaml'));
const manifests = files.flatMap((file) =>
  parseAllDocuments(readText(file)).map((document) => ({ file, it: document.toJS() as Manifest })),
);
const named = manifests.map(
  ({ file, it: manifest }) => [`${manifest.kind} ${manifest.metadata.name}`, file, manifest] as const,
);

describe('infra/kubernetes', () => {
  it.each(named)('%s is valid by the schema of its kind', (_, _file, manifest) => {
    const Model = models[manifest.kind];
    if (!Model) throw new Error(`no schema of ${manifest.kind} is checked here`);
    expect(() => new Model(manifest as never).validate()).not.toThrow();
  });

  it.each(named.filter(([, , { spec }]) => spec?.template))('%s selects its own pods', (_, _file, { spec }) => {
    expect(spec?.template?.metadata.labels).toEqual(spec?.selector?.matchLabels);
  });

  it('names every file that is applied together, and an image for each of ours', () => {
    const { resources, images } = parse(readText(`${folder}/kustomization.yaml`)) as {
      resources: string[];
      images: { name: string }[];
    };
    const apart = ['keda.yaml', 'secret.example.yaml'];
    expect([...resources, ...apart].sort()).toEqual(files.map((file) => file.slice(folder.length + 1)).sort());
    const used = manifests.flatMap(
      ({ it: { spec } }) => spec?.template?.spec.containers.map(({ image }) => image) ?? [],
    );
    expect(images.map(({ name }) => name).sort()).toEqual(
      used.filter((image) => image.startsWith('nextpanel-')).sort(),
    );
  });

  it('gives each process a valid configuration', () => {
    const of = (kind: string) => manifests.find(({ it: manifest }) => manifest.kind === kind)?.it;
    const common = { ...of('ConfigMap')?.data, ...of('Secret')?.stringData };
    for (const { it: manifest } of manifests.filter(({ it: { kind } }) => kind === 'Deployment')) {
      const [container] = manifest.spec?.template?.spec.containers ?? [];
      const own = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
      const env = { ...common, ...own };
      expect(Object.keys(env).filter((name) => !configVariables().has(name))).toEqual([]);
      expect(parseConfig(env).artifacts.kind, manifest.metadata.name).toBe('s3');
    }
  });
});

describe('infra/systemd', () => {
  const units = globSync('infra/systemd/*.service', { cwd: pathOf('.') });
  const fields = (text: string) =>
    text.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      return name === '' ? [] : [{ name, value }];
    });
  const example = Object.fromEntries(
    readText('infra/systemd/nextpanel.env.example')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it.each(units)('%s starts a process that is there, with variables that are known', (unit) => {
    const set = fields(readText(unit));
    const [, entry = ''] = / (apps\/\S+)$/.exec(set.find(({ name }) => name === 'ExecStart')?.value ?? '') ?? [];
    expect(readText(entry)).toContain('runProcess');
    for (const { value } of set.filter(({ name }) => name === 'Environment'))
      expect([...configVariables().keys()]).toContain(value.split('=')[0]);
  });

  it('has an example of the environment that is valid', () => {
    const ofNode = ['NODE_COMPILE_CACHE', 'NODE_ENV', 'MALLOC_ARENA_MAX'];
    expect(Object.keys(example).filter((name) => !configVariables().has(name))).toEqual(ofNode);
    expect(parseConfig(example).apiKeys).toHaveLength(1);
  });
});
