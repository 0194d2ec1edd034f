import { parseArgs } from 'node:util';
import { startTemporaryRedis } from '@nextpanel/harness';
import { type Measured, measureChecks } from './measure-checks.ts';
import { measureLoop } from './measure-loop.ts';
import { measureText } from './measure-text.ts';
import { strengths } from './spoil-frame.ts';

const { values } = parseArgs({
  options: {
    scenes: { type: 'string', default: '6' },
    seed: { type: 'string', default: '7' },
    panels: { type: 'string', default: '40' },
    frames: { type: 'string', default: '24' },
  },
});

const measured = await measureChecks({ scenes: Number(values.scenes), seed: Number(values.seed) });
const rows = Map.groupBy(measured, ({ check, spoil }) => `${check.padEnd(8)} ${spoil.padEnd(17)}`);
process.stdout.write(
  `${values.scenes} scenes of 8 storyboard frames, seed ${values.seed}; area under the curve (share found)\n`,
);
process.stdout.write(`${'check    fault'.padEnd(27)}${strengths.map((it) => `strength ${it}`.padEnd(13)).join('')}\n`);
for (const [name, row] of rows) process.stdout.write(`${name} ${row.map(cell).join('')}\n`);
for (const check of new Set(measured.map((it) => it.check))) {
  const share = measured.find((it) => it.check === check)?.falseAlarms ?? 0;
  process.stdout.write(`${check}: false alarms ${(100 * share).toFixed(1)} %\n`);
}

const texts = await measureText({ frames: Number(values.frames), seed: Number(values.seed) });
process.stdout.write(`\n${values.frames} frames without letters, and the same with letters planted in them\n`);
process.stdout.write(
  `${'height in 1,024 pixels'.padEnd(27)}${texts.map(({ size }) => `${size}`.padEnd(13)).join('')}\n`,
);
process.stdout.write(`${'text     lettered'.padEnd(27)}${texts.map(cell).join('')}\n`);
process.stdout.write(`text: false alarms ${(100 * (texts[0]?.falseAlarms ?? 0)).toFixed(1)} %\n`);

function cell({ area, found }: Pick<Measured, 'area' | 'found'>): string {
  return `${area.toFixed(2)} (${Math.round(100 * found)} %)`.padEnd(13);
}

await using redis = await startTemporaryRedis();
const loops = await measureLoop({ redisUrl: redis.url, panels: Number(values.panels), seed: Number(values.seed) });
process.stdout.write(
  `\nreview with one corrective retake, ${values.panels} panels, seed ${values.seed}; a frame $0.05, a call to the judge $0.01\n`,
);
process.stdout.write(
  `${'judge'.padEnd(32)}${['off model', 'left', 'needless', 'worse', 'not reviewed', 'drawn', 'judge'].map((it) => it.padEnd(14)).join('')}\n`,
);
for (const { name, planted, left, needless, worse, notReviewed, drawnUsd, judgeUsd } of loops) {
  const dollars = [drawnUsd, judgeUsd].map((usd) => `$${usd.toFixed(2)}`);
  const cells = [planted, left, needless, worse, notReviewed, ...dollars].map((it) => String(it).padEnd(14));
  process.stdout.write(`${name.padEnd(32)}${cells.join('')}\n`);
}
