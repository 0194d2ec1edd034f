import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { pathOf, readText } from './repository.ts';

const folder = 'infra/observability';

/** Metrics of ours that the sources define; a histogram has three series more. */
const defined = new Set(
  [
    'apps/api/src/observe-operations.ts',
    'apps/api/src/observe-requests.ts',
    'packages/pipeline/src/measures/serve-measures.ts',
  ].flatMap((file) =>
    [...readText(file).matchAll(/'(nextpanel_\w+)'/g)].flatMap(([, name = '']) => [name, `${name}_bucket`]),
  ),
);

const named = (text: string): string[] => [...text.matchAll(/nextpanel_\w+/g)].map(([name]) => name);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}

describe('infra/observability', () => {
  const { groups } = parse(readText(`${folder}/alerts.yml`)) as { groups: { rules: Rule[] }[] };
  const rules = groups.flatMap((group) => group.rules);

  it('alerts only on metrics that exist, and names a runbook for each', () => {
    const runbooks = globSync('infra/runbooks/*.md', { cwd: pathOf('.') });
    for (const { alert, expr, annotations } of rules) {
      expect(named(expr).length, alert).toBeGreaterThan(0);
      expect(
        named(expr).filter((name) => !defined.has(name)),
        alert,
      ).toEqual([]);
      expect(runbooks, alert).toContain(annotations.runbook);
    }
  });

  it('shows only metrics that exist, and no two panels in one place', () => {
    const { panels } = JSON.parse(readText(`${folder}/dashboard.json`)) as {
      panels: { title: string; gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
    };
    for (const { title, targets } of panels)
      expect(
        targets.flatMap(({ expr }) => named(expr)).filter((name) => !defined.has(name)),
        title,
      ).toEqual([]);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)).size).toBe(panels.length);
  });

  const promtool = (...args: string[]) => spawnSync('promtool', args, { encoding: 'utf8', cwd: pathOf(folder) });

  it.skipIf(promtool('--version').error !== undefined)('is accepted by promtool (Debian: prometheus)', () => {
    for (const args of [
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts.test.yml'],
    ]) {
      const { status, stdout, stderr } = promtool(...args);
      expect(status, `${stdout}${stderr}`).toBe(0);
    }
    expect(readFileSync(pathOf(`${folder}/alerts.test.yml`), 'utf8')).toContain('rule_files');
  });
});
