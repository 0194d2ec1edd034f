import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';
import { words } from './lingui-plugin.ts';

/** Where `npm start` serves the API that a development server speaks to. */
const api = 'http://127.0.0.1:3000';

export default defineConfig({
  // The API writes into the page where it is served.
  base: './',
  plugins: [words(), react(), tailwindcss(), compressAssets()],
  build: {
    // Nothing inline: the policy of the page lets neither scripts nor fonts come as data.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Which script asks for which: the test of their sizes reads it.
    manifest: 'manifest.json',
    rolldownOptions: {
      output: {
        // What several pages take of it, in one file: dozens of small ones compress worse, and every story page needs most of it.
        codeSplitting: { groups: [{ name: 'base-ui', test: /node_modules[\\/]@base-ui/, minShareCount: 2 }] },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/docs', '/queues', '/openapi.json'].map((path) => [path, { target: api }])),
  },
});
