import { existsSync } from 'node:fs';
import { parseConfig } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configVariables, pathOf, readText } from './repository.ts';

/** There is no Docker engine where tests run: what can be known of the file and the image without one is looked at here. */

interface Service {
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly deploy?: { readonly replicas: number };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly mem_limit?: string;
  readonly entrypoint?: readonly string[];
  readonly restart?: string;
  readonly init?: boolean;
  readonly stop_grace_period?: string;
  readonly healthcheck?: unknown;
}

const { services, volumes } = parse(readText('docker-compose.yml'), { merge: true }) as {
  services: Readonly<Record<string, Service>>;
  volumes: Readonly<Record<string, unknown>>;
};
const built = Object.entries(services).filter(([, { build }]) => build !== undefined);
const service = (name: string): Service => services[name] as Service;

/** What compose does with `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind: string, rest: string) => {
    if (env[name]) return env[name];
    if (kind === '?') throw new Error(`${name} ${rest}`);
    return rest;
  });
}

const environmentOf = ({ environment = {} }: Service, env: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolate(String(value), env)]));

const secondsOf = (duration: string | undefined): number => {
  const [, count, unit] = /^(\d+)(s|m)$/.exec(duration ?? '') ?? [];
  return Number(count) * (unit === 'm' ? 60 : 1);
};

describe('docker-compose.yml', () => {
  it('runs Redis and the three processes, and others only when they are asked for', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => profiles === undefined);
    expect(always.map(([name]) => name).sort()).toEqual(['api', 'finalizer', 'redis', 'worker']);
    expect(built.map(([name, { build }]) => [name, build?.target])).toEqual(built.map(([name]) => [name, name]));
  });

  it.each(built)('sets %s only variables that the configuration knows, and a valid configuration', (_, it) => {
    const env = environmentOf(it, { NEXTPANEL_API_KEYS: 'me:0123456789abcdef' });
    expect(Object.keys(env).filter((name) => !configVariables().has(name))).toEqual([]);
    const config = parseConfig(env);
    expect(new URL(config.redisUrl ?? '').hostname).toBe('redis');
    expect(config.host === '127.0.0.1' || config.apiKeys.length > 0).toBe(true);
  });

  it('does not start the API without keys, and says what to do', () => {
    expect(() => environmentOf(service('api'), {})).toThrow(/NEXTPANEL_API_KEYS is not set .*\.env/);
    expect(() => environmentOf(service('worker'), {})).not.toThrow();
  });

  it('publishes the API to this machine and nothing else to anybody, Grafana where it is asked for', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published.map(([name, port]) => [name, interpolate(String(port), {})])).toEqual([
      ['api', '127.0.0.1:3000:3000'],
      ['grafana', '127.0.0.1:3001:3000'],
    ]);
  });

  it.each(Object.entries(services))('mounts into %s what is there', (_, { volumes: mounts = [] }) => {
    for (const mount of mounts) {
      const [from = ''] = mount.split(':');
      expect(from.startsWith('.') ? existsSync(pathOf(from)) : from in volumes, from).toBe(true);
    }
  });

  it('gives the three processes one data folder, on a volume', () => {
    for (const [, { volumes: mounts = [], environment = {} }] of built) {
      expect(mounts).toEqual([`data:${environment.NEXTPANEL_DATA_DIR}`, 'tmp:/tmp']);
    }
  });

  it('waits for Redis to be healthy, starts again what dies, and passes signals on', () => {
    expect(service('redis').healthcheck).toBeDefined();
    for (const [, it] of built) {
      // The store of objects only where its profile is chosen.
      const s3 = { condition: 'service_healthy', required: false };
      expect(it.depends_on).toEqual({ redis: { condition: 'service_healthy' }, s3 });
      expect(it.init).toBe(true);
    }
    for (const { restart } of Object.values(services)) expect(restart).toBe('unless-stopped');
  });

  it('runs two workers, with a root that cannot be written, no capabilities and limited memory', () => {
    expect(service('worker').deploy).toEqual({ replicas: 2 });
    for (const [, it] of built)
      expect(it).toMatchObject({ read_only: true, cap_drop: ['ALL'], mem_limit: expect.stringMatching(/:-\dg\}$/) });
    // The API's is in its image.
    for (const [name, it] of Object.entries(services)) expect(name === 'api' || it.healthcheck, name).toBeTruthy();
  });

  it('keeps pictures in its own object store where .env says what the profile s3 says', () => {
    const { entrypoint = [] } = service('s3');
    const env = {
      NEXTPANEL_API_KEYS: 'me:0123456789abcdef',
      NEXTPANEL_ARTIFACTS: `s3://${/\/data\/(\S+)/.exec(entrypoint.join(' '))?.[1]}`,
      S3_ENDPOINT: 'http://s3:9000',
      S3_FORCE_PATH_STYLE: 'on',
      S3_ACCESS_KEY_ID: 'comics-user',
      S3_SECRET_ACCESS_KEY: 'comics-secret',
    };
    for (const line of ['NEXTPANEL_ARTIFACTS=s3://comics', 'S3_ENDPOINT=http://s3:9000', 'S3_FORCE_PATH_STYLE=on'])
      expect(readText('docker-compose.yml')).toContain(line);
    for (const [, it] of built)
      expect(parseConfig(environmentOf(it, env)).artifacts).toMatchObject({
        kind: 's3',
        bucket: 'comics',
        endpoint: 'http://s3:9000',
        forcePathStyle: true,
      });
    expect(environmentOf(service('s3'), env)).toEqual({
      MINIO_ROOT_USER: 'comics-user',
      MINIO_ROOT_PASSWORD: 'comics-secret',
    });
  });

  it('leaves a worker more time to stop than its drain takes', () => {
    const { drainSeconds } = parseConfig(environmentOf(service('worker'), {}));
    expect(secondsOf(service('worker').stop_grace_period)).toBeGreaterThan(drainSeconds);
  });

  it('runs Redis with the settings of the launcher', () => {
    const { command = [], volumes: mounts = [] } = service('redis');
    const file = command.find((word) => word.endsWith('.conf'));
    expect(mounts).toContain(`./infra/redis/redis.conf:${file}:ro`);
    expect(readText('infra/redis/redis.conf')).toMatch(/^maxmemory-policy noeviction$/m);
  });
});

describe('the image', () => {
  const dockerfile = readText('infra/docker/Dockerfile');
  const stages = new Map(
    dockerfile
      .split(/^(?=FROM )/m)
      .slice(1)
      .map((stage) => [/ AS (\w+)/.exec(stage)?.[1] ?? '', stage]),
  );

  it.each(built)('of %s starts a file of the repository that the pruning keeps', (name, { build }) => {
    expect(existsSync(pathOf(build?.dockerfile ?? 'missing'))).toBe(true);
    const [, file = 'missing'] =
      /^CMD \["node", (?:"--[^"]+", )?"([^"]+)"\]$/m.exec(stages.get(build?.target ?? '') ?? '') ?? [];
    expect(file).toBe(`apps/${name}/src/main.ts`);
    expect(existsSync(pathOf(file))).toBe(true);
    expect(/^RUN turbo prune (.*) --docker$/m.exec(dockerfile)?.[1]?.split(' ')).toContain(`@nextpanel/${name}`);
  });

  it('is made with the versions of the workspace', () => {
    const { packageManager } = JSON.parse(readText('package.json')) as { packageManager: string };
    const { catalog, nodeVersion } = parse(readText('pnpm-workspace.yaml')) as {
      catalog: Record<string, string>;
      nodeVersion: string;
    };
    expect(dockerfile).toContain(` ${packageManager} turbo@${catalog.turbo}\n`);
    expect(dockerfile).toContain(`ARG NODE_IMAGE=node:${nodeVersion.split('.')[0]}-`);
  });

  it('hands memory back as the launcher makes processes do', () => {
    const settings = [...readText('infra/local/src/malloc-settings.ts').matchAll(/(MALLOC_\w+): '(\d+)'/g)];
    expect(settings).toHaveLength(3);
    for (const [, name, value] of settings) expect(dockerfile).toContain(`${name}=${value}`);
    const [, flag] = /finalizerFlags = \['([^']+)'\]/.exec(readText('infra/local/src/malloc-settings.ts')) ?? [];
    expect(stages.get('finalizer')).toContain(`CMD ["node", "${flag}", "apps/finalizer/src/main.ts"]`);
  });

  it('runs as an unprivileged user, and contains nothing that is not listed', () => {
    expect(stages.get('runtime')).toMatch(/^USER node$/m);
    const ignored = readText('.dockerignore').split('\n');
    expect(ignored.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
  });
});
