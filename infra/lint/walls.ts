/**
 * Who may import what, types included: ARCHITECTURE's walls as data. `walls-rule.ts` enforces them, and
 * `test/repository/walls.test.ts` plants a breach of each.
 */

/** Test code: it looks past the system and breaks things on purpose. */
export const isTestCode = (path: string): boolean => /^(test|(apps|packages|infra)\/[^/]+\/test)\//.test(path);

interface Wall {
  /** Names of packages; a trailing `/*` means all of a scope. */
  readonly libraries: readonly string[];
  /** Folders whose files may import them. */
  readonly importers: readonly string[];
  /** Whether test code anywhere may, too. */
  readonly tests: boolean;
  readonly reason: string;
}

export const libraryWalls: readonly Wall[] = [
  {
    libraries: ['bullmq'],
    // The benchmark draws the same stories with bare BullMQ.
    importers: ['packages/queue', 'test/load'],
    tests: false,
    reason: 'packages/queue is the only importer of BullMQ',
  },
  {
    libraries: ['ioredis'],
    // The launcher asks the servers it starts whether they are ready.
    importers: ['packages/redis', 'packages/store', 'packages/queue', 'infra/local'],
    tests: true,
    reason: 'only packages/redis, packages/store, packages/queue and infra/local talk to Redis',
  },
  {
    libraries: ['openai', '@fal-ai/client'],
    // The emulator of the vendors is tested with their own SDKs.
    importers: ['packages/providers', 'test/vendors'],
    tests: false,
    reason: 'packages/providers is the only importer of vendor SDKs',
  },
  {
    libraries: ['sharp', 'fontkit', 'pdfkit', 'zip-stream', 'yauzl'],
    importers: ['packages/imaging'],
    tests: true,
    reason: 'packages/imaging is the only importer of picture, font, PDF and zip libraries',
  },
  {
    libraries: ['@aws-sdk/*'],
    importers: ['packages/store'],
    tests: true,
    reason: 'packages/store is the only importer of the SDK of the object store',
  },
  {
    libraries: ['@bull-board/*'],
    importers: ['apps/api/src/routes/board'],
    tests: false,
    reason: 'bull-board is shown by one route',
  },
];

/** Packages of the workspace each folder may import, without the scope. Test suites (`test/*`) may import any. */
export const packageWalls: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/redis': ['core'],
  'packages/store': ['core', 'redis'],
  'packages/queue': ['core', 'redis'],
  'packages/providers': ['core'],
  'packages/chat': ['core'],
  'packages/checks': ['core', 'chat'],
  'packages/imaging': ['core'],
  'packages/pipeline': ['core', 'store', 'queue', 'providers', 'chat', 'checks', 'imaging'],
  'packages/client': ['core'],
  'packages/mcp': ['core', 'client'],
  'infra/local': ['core', 'redis'],
  'apps/api': ['core', 'pipeline', 'mcp'],
  'apps/worker': ['core', 'pipeline'],
  'apps/finalizer': ['core', 'pipeline'],
  'apps/cli': ['core', 'client', 'local', 'mcp'],
  'apps/dashboard': ['core', 'client'],
};

/** Run in browsers: core as a whole is too large for them, so they import its types, or one of its subpaths. */
export const browserFolders: readonly string[] = ['apps/dashboard', 'packages/client'];
