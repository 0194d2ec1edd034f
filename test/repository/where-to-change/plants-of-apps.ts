import type { Plant } from './plant.ts';
import { generatedClient } from './plants-of-core.ts';

/** Changes of what users, programs and operators see: a route, a command, a metric. */
export const appPlants: readonly Plant[] = [
  {
    change: 'a route',
    edits: [
      {
        file: 'packages/pipeline/src/say-hello.ts',
        add: `import type { Context } from './context.ts';

/** Greets a tenant, by Redis' clock. */
export const sayHello = async ({ state }: Pick<Context, 'state'>, tenant: string) => ({
  hello: tenant,
  at: new Date(state.clock.now()).toISOString(),
});
`,
      },
      {
        file: 'packages/pipeline/src/index.ts',
        find: /export \{ storeAsset \}/,
        put: "export { sayHello } from './say-hello.ts';\nexport { storeAsset }",
      },
      {
        file: 'apps/api/src/routes/hello/say-hello.ts',
        add: `import { type Context, sayHello } from '@nextpanel/pipeline';
import { z } from 'zod';
import { jsonOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const greeting = z.object({ hello: z.string(), at: z.string() }).meta({ id: 'Greeting' });

/** \`GET /v1/hello\` */
export async function helloRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/hello',
    schema: {
      tags: ['system'],
      operationId: 'sayHello',
      summary: 'A greeting',
      response: { 200: jsonOf('The greeting', greeting), ...problems },
    },
    handler: ({ tenant }) => sayHello(context, tenant),
  });
}
`,
      },
      {
        file: 'apps/api/src/build-server.ts',
        find: /import \{ falHookRoute \}/,
        put: "import { helloRoute } from './routes/hello/say-hello.ts';\nimport { falHookRoute }",
      },
      {
        file: 'apps/api/src/build-server.ts',
        find: /\n {2}listWorkersRoute,/,
        put: '\n  helloRoute,\n  listWorkersRoute,',
      },
      {
        file: 'packages/core/src/access/operation-needs.ts',
        find: /\n {2}listWorkers: /,
        put: "\n  sayHello: 'read',\n  listWorkers: ",
      },
      {
        file: 'apps/api/test/description.int.test.ts',
        find: /\n {2}'GET \/v1\/workers',/,
        put: "\n  'GET /v1/hello',\n  'GET /v1/workers',",
      },
      {
        file: 'packages/client/src/calls/system.ts',
        find: /\n {2}workers\(\): /,
        put: '\n  hello(): Promise<{ readonly hello: string; readonly at: string }>;\n  workers(): ',
      },
      {
        file: 'packages/client/src/calls/system.ts',
        find: /\n {2}workers: /,
        put: "\n  hello: () => read(GET('/v1/hello')),\n  workers: ",
      },
      ...generatedClient,
      { file: 'docs/http-api.md', find: /\n(\| `GET \/v1\/queues`)/, put: '\n| `GET /v1/hello` | a greeting |\n$1' },
    ],
  },
  {
    change: 'a CLI command',
    edits: [
      {
        file: 'apps/cli/src/commands/hello.ts',
        add: `import type { Command } from 'commander';
import { type CommandContext, printJson, printLine } from '../io.ts';

export function addHello(command: Command, { io }: CommandContext): void {
  command
    .option('--name <name>', 'whom to greet', 'world')
    .option('--json', 'print one JSON document')
    .action(({ name, json }: { name: string; json?: true }) =>
      json ? printJson(io.stdout, { hello: name }) : printLine(io.stdout, \`hello \${name}\`),
    );
}
`,
      },
      {
        file: 'apps/cli/src/command-list.ts',
        find: /^ {4}\{\n {6}term: 'doctor/m,
        put: `    {
      term: 'hello [options]',
      description: 'print a greeting',
      load: async () => (await import('./commands/hello.ts')).addHello,
    },
    {
      term: 'doctor`,
      },
      {
        file: 'apps/cli/test/commands/hello.test.ts',
        add: `import { expect, test } from 'vitest';
import { runInProcess } from '../testing.ts';

test('hello greets', async () => {
  expect(await runInProcess(['hello', '--name', 'hare'])).toMatchObject({ exitCode: 0, stdout: 'hello hare\\n' });
});
`,
      },
      { file: 'docs/cli.md', find: /\n(\| `doctor` )/, put: '\n| `hello` | print a greeting | `--name` |\n$1' },
    ],
    proof: `
      const { execFileSync } = await import('node:child_process');
      const said = execFileSync(process.execPath, ['apps/cli/src/main.ts', 'hello'], { encoding: 'utf8' });
      if (said !== 'hello world\\n') throw new Error(said);
    `,
  },
  {
    change: 'a metric',
    edits: [
      {
        file: 'apps/api/src/observe-operations.ts',
        find: /\n {2}gauge\('nextpanel_workers',/,
        put: `
  gauge('nextpanel_providers', 'Providers of this installation', [], async (it) => {
    it.set(context.providers.size);
  });
  gauge('nextpanel_workers',`,
      },
      {
        file: 'apps/api/test/providers-metric.int.test.ts',
        add: `import { expect, test } from 'vitest';
import { startTestApi } from './testing.ts';

test('the providers are counted', async () => {
  await using api = await startTestApi();
  expect(await (await api.get('/metrics')).text()).toMatch(/^nextpanel_providers 1$/m);
});
`,
      },
      {
        file: 'docs/metrics.md',
        find: /\n(\| `nextpanel_workers` )/,
        put: '\n| `nextpanel_providers` | gauge | | providers of this installation |\n$1',
      },
    ],
  },
];
