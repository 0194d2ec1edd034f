import { defineConfig } from 'tsdown';

/** What is published: one module and its types. What it needs of core is in it; openapi-fetch and eventsource-parser are not. */
export default defineConfig({
  entry: 'src/index.ts',
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  noExternal: [/^@nextpanel\//],
  outDir: 'dist',
  clean: true,
});
