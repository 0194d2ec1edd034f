import { parseArgs } from 'node:util';
import { type Measured, measureChecks } from './measure-checks.ts';
import { strengths } from './spoil-frame.ts';

const { values } = parseArgs({
  options: { scenes: { type: 'string', default: '6' }, seed: { type: 'string', default: '7' } },
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

function cell({ area, found }: Measured): string {
  return `${area.toFixed(2)} (${Math.round(100 * found)} %)`.padEnd(13);
}
