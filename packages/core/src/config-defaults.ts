/** Where an installation is reached and keeps its data when the environment says nothing: for commands that need no more of it. */
export const configDefaults = { dataDir: './data', host: '127.0.0.1', port: 3_000 } as const;
