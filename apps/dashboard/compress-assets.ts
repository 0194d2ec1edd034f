import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

/** Smaller files cost more in headers than they save. */
const leastBytes = 1_024;

/** Puts a `.br` and a `.gz` beside each asset that is text, once at build, for the server to send as they are. */
export function compressAssets(): Plugin {
  return {
    name: 'compress-assets',
    apply: 'build',
    async writeBundle({ dir }) {
      const assets = join(dir ?? 'dist', 'assets');
      const names = (await readdir(assets)).filter((name) => /\.(js|css|svg|yaml)$/.test(name));
      await Promise.all(
        names.map(async (name) => {
          const bytes = await readFile(join(assets, name));
          if (bytes.byteLength < leastBytes) return;
          const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
          await writeFile(join(assets, `${name}.br`), await promisify(brotliCompress)(bytes, { params: quality }));
          await writeFile(join(assets, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
        }),
      );
    },
  };
}
