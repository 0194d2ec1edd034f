import type { CheckVerdict, PanelView } from '@nextpanel/core';

/** A panel with what is known of its frame, and whether a user has accepted that. */
export interface SeenPanel {
  readonly panel: PanelView;
  /** Of its selected frame, the worst first. */
  readonly verdicts: readonly CheckVerdict[];
  readonly accepted: boolean;
}

/** Panels that stand together: a scene, or all of them. */
export interface PanelGroup {
  /** null: panels without a scene, or of all scenes. */
  readonly scene: string | null;
  readonly panels: readonly SeenPanel[];
}

export type PanelOrder = 'scenes' | 'worst';

/** What checks found, without the verdicts a user called wrong. */
export const findings = (verdicts: readonly CheckVerdict[]): readonly CheckVerdict[] =>
  verdicts.filter(({ found, label }) => found && label !== 'wrong');

/** Whether a user should look at it: it failed, is stale, or something was found in it. */
export const isOpen = ({ panel, verdicts, accepted }: SeenPanel): boolean =>
  panel.status === 'failed' || (!accepted && (panel.stale || findings(verdicts).some(({ label }) => label === null)));

/** The higher, the sooner it should be looked at. Verdicts are measured in units of their limit, so 1 is where one is found. */
export function urgencyOf(seen: SeenPanel): number {
  const { panel, verdicts } = seen;
  if (panel.status === 'failed') return Number.POSITIVE_INFINITY;
  if (panel.frame === null) return -2;
  const worst = Math.max(0, ...verdicts.filter(({ label }) => label !== 'wrong').map(({ severity }) => severity));
  // What a user has dealt with comes behind all that is left, in the same order.
  if (!isOpen(seen)) return worst >= 1 ? -1 / worst : Math.min(worst, 0.49);
  return Math.max(worst, panel.stale ? 0.5 : 0);
}

/** Panels by scene in reading order, or all in one group with the worst first. */
export function arrangePanels(panels: readonly SeenPanel[], order: PanelOrder): PanelGroup[] {
  if (order === 'worst') {
    const sorted = panels.toSorted((a, b) => urgencyOf(b) - urgencyOf(a) || a.panel.number - b.panel.number);
    return sorted.length === 0 ? [] : [{ scene: null, panels: sorted }];
  }
  const groups: { scene: string | null; panels: SeenPanel[] }[] = [];
  for (const seen of panels) {
    const group = groups.at(-1);
    if (group !== undefined && group.scene === seen.panel.scene) group.panels.push(seen);
    else groups.push({ scene: seen.panel.scene, panels: [seen] });
  }
  return groups;
}

export type Step = 'next' | 'previous' | 'up' | 'down';

/**
 * The panel beside one: the next or previous of all, or the one above or below in rows of `columns`. Each group begins a row.
 *
 * @param groups ids of panels, in the order they are shown
 * @returns its id; the same at an edge; the first when `from` is not there
 */
export function panelBeside(
  groups: readonly (readonly string[])[],
  from: string | null,
  step: Step,
  columns: number,
): string | null {
  const all = groups.flat();
  const at = from === null ? -1 : all.indexOf(from);
  if (at === -1) return all[0] ?? null;
  if (step === 'next' || step === 'previous') return all[at + (step === 'next' ? 1 : -1)] ?? from;
  const rows = groups.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / columns) }, (_, row) =>
      group.slice(row * columns, (row + 1) * columns),
    ),
  );
  const row = rows.findIndex((ids) => ids.includes(from as string));
  const other = rows[row + (step === 'down' ? 1 : -1)];
  const column = rows[row]?.indexOf(from as string) ?? 0;
  return other?.[Math.min(column, other.length - 1)] ?? from;
}
