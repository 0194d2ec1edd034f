import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { CheckVerdict, PanelView, PlateView, StoryView } from '@nextpanel/core';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useAcceptFrame, useChecks, useLabelVerdicts } from '../../../data/check-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { usePanels, usePlates, useStory } from '../../../data/story-queries.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { currentDirection } from '../../../language/current-language.ts';
import { listWords } from '../../../language/list-words.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Select } from '../../../parts/select.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { useShortcut } from '../../../shell/shortcut.ts';
import { CoverTile } from '../chain/cover-tile.tsx';
import { RetakePanelDialog } from '../panel/retake-panel-dialog.tsx';
import { RetouchPanelDialog } from '../panel/retouch-panel-dialog.tsx';
import { isRetouchBegun } from '../retouch/retouch-draft.ts';
import {
  arrangePanels,
  findings,
  isOpen,
  type PanelGroup,
  type PanelOrder,
  panelBeside,
  type SeenPanel,
  type Step,
} from './arrange-panels.ts';
import { checkWords } from './check-words.ts';
import { ChosenPanel, type PanelActs } from './chosen-panel.tsx';
import { PanelCard } from './panel-card.tsx';
import { SceneHeading } from './scene-heading.tsx';

const none: readonly CheckVerdict[] = [];
const noPlates: readonly PlateView[] = [];

/** Least width of a panel, in pixels. */
const sizes = { small: '104', medium: '160', large: '260' } as const;
type Size = keyof typeof sizes;
const sizeOptions = () =>
  [
    { value: 'small', label: t`Small` },
    { value: 'medium', label: t`Medium` },
    { value: 'large', label: t`Large` },
  ] as const;

/** All panels of a story by scene, or with those first that someone should look at. Single keys judge them one by one. */
export function PanelsPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const panels = usePanels(id);
  const seen = useSeenPanels(id, panels.data);
  if (story === undefined || seen === undefined) {
    return panels.error === null ? (
      <Loading what={t`the panels`} />
    ) : (
      <ProblemNote
        title={t`The panels could not be loaded`}
        error={panels.error}
        onRetry={() => void panels.refetch()}
      />
    );
  }
  return <Triage story={story} seen={seen} />;
}

function Triage({ story, seen }: { readonly story: StoryView; readonly seen: readonly SeenPanel[] }) {
  const { order = 'scenes', show = 'all', panel } = useSearch({ from: '/stories/$id/panels' });
  const navigate = useNavigate();
  const [size, setSize] = useState<Size>('medium');
  const { data: plates = noPlates } = usePlates(story.id);
  const list = useRef<HTMLDivElement>(null);
  // A retouch that was begun before the key had to be given again, or the page was loaded again; the drawer shows its own.
  const [begun] = useState(() =>
    panel === undefined ? seen.find((it) => isRetouchBegun(story.id, it.panel.id)) : undefined,
  );
  const [chosenId, setChosenId] = useState<string | null>(begun?.panel.id ?? null);
  const [asks, setAsks] = useState<'retake' | 'retouch' | null>(begun === undefined ? null : 'retouch');
  const open = seen.filter(isOpen).length;
  const groups = useMemo(
    () => arrangePanels(show === 'open' ? seen.filter((it) => isOpen(it) || it.panel.id === chosenId) : seen, order),
    [seen, order, show, chosenId],
  );
  const shown = groups.flatMap((group) => group.panels);
  const chosen = shown.find(({ panel }) => panel.id === chosenId) ?? shown[0];
  const setView = (view: { order?: PanelOrder; show?: 'all' | 'open' }) => {
    const next = { order, show, ...view };
    void navigate({
      to: '.',
      search: {
        ...(next.order === 'worst' && { order: next.order }),
        ...(next.show === 'open' && { show: next.show }),
      },
      replace: true,
      resetScroll: false,
    });
  };
  const go = (step: Step) => {
    const ids = groups.map((group) => group.panels.map(({ panel }) => panel.id));
    const next = panelBeside(ids, chosen?.panel.id ?? null, step, columnsOf(list.current));
    setChosenId(next);
    const card = list.current?.querySelector<HTMLElement>(`[data-panel="${next}"]`);
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: 'nearest' });
  };
  const acts = usePanelActs(story, chosen, { onAsk: setAsks, onDone: () => go('next') });
  useTriageKeys(acts, go, asks === null);
  const press = (event: KeyboardEvent) => {
    const step = stepOf(event.key);
    const onCard = event.target instanceof Element && event.target.closest('[data-panel]') !== null;
    if (!onCard || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') acts.open();
    else if (step !== undefined) go(step);
    else return;
    event.preventDefault();
  };
  const choose = useCallback((panel: PanelView) => setChosenId(panel.id), []);
  const openPanel = useCallback(
    (panel: PanelView) =>
      void navigate({ to: '.', search: (before) => ({ ...before, panel: panel.number }), resetScroll: false }),
    [navigate],
  );
  return (
    <>
      <div className="mb-2 flex flex-wrap items-end gap-x-4 gap-y-2">
        <Select
          label={t`Order`}
          value={order}
          options={[
            { value: 'scenes', label: t`By scene` },
            { value: 'worst', label: t`Worst first` },
          ]}
          onChange={(value) => setView({ order: value })}
        />
        <Select
          label={t`Show`}
          value={show}
          options={[
            { value: 'all', label: t`All panels` },
            { value: 'open', label: t`To look at` },
          ]}
          onChange={(value) => setView({ show: value })}
        />
        <Select label={t`Size`} value={size} options={sizeOptions()} onChange={setSize} />
        <p role="status" className="text-ink-soft py-2 text-sm tabular-nums">
          {progressWords(seen, open)}
        </p>
        <p className="text-ink-soft ms-auto hidden py-2 text-sm lg:block">
          <Trans>
            Press <kbd className="bg-surface border-line rounded border px-1.5 py-0.5">?</kbd> for keys
          </Trans>
        </p>
      </div>
      {shown.length === 0 ? (
        <EmptyState title={t`Nothing to look at`}>
          {t`No panel has failed or is stale, and what the checks found was accepted or called wrong.`}
        </EmptyState>
      ) : (
        <div className="grid items-start gap-x-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons in it */}
          <div ref={list} onKeyDown={press} className="flex flex-col gap-6 pb-40 lg:pb-0">
            {groups.map((group, index) => (
              <Scene
                key={`${index} ${group.scene}`}
                story={story.id}
                group={group}
                title={titleOf(group, groups.length, order)}
                plates={plates}
                width={sizes[size]}
                chosen={chosen?.panel.id ?? null}
                onChoose={choose}
                onOpen={openPanel}
              />
            ))}
          </div>
          {chosen !== undefined && <ChosenPanel seen={chosen} acts={acts} />}
        </div>
      )}
      {show === 'all' && <CoverTile story={story} />}
      {asks === 'retake' && chosen !== undefined && (
        <RetakePanelDialog story={story.id} panel={chosen.panel.number} onClose={() => setAsks(null)} />
      )}
      {asks === 'retouch' && chosen?.panel.frame != null && (
        <RetouchPanelDialog
          story={story.id}
          panel={chosen.panel}
          frame={chosen.panel.frame}
          onClose={() => setAsks(null)}
        />
      )}
    </>
  );
}

function Scene({
  story,
  group,
  title,
  plates,
  width,
  chosen,
  onChoose,
  onOpen,
}: {
  readonly story: string;
  readonly group: PanelGroup;
  readonly title: string;
  readonly plates: readonly PlateView[];
  /** Pixels. */
  readonly width: string;
  readonly chosen: string | null;
  readonly onChoose: (panel: PanelView) => void;
  readonly onOpen: (panel: PanelView) => void;
}) {
  const first = group.panels[0]?.panel;
  const heading = `scene-of-${first?.id ?? ''}`;
  const numbers = new Set(group.panels.map(({ panel }) => panel.number));
  const shown = plates.filter((plate) => plate.kind !== 'style' && plate.panels.some((number) => numbers.has(number)));
  const frame = group.panels.find(({ panel }) => panel.frame !== null)?.panel.frame;
  const ratio = frame ? frame.width / frame.height : 1;
  return (
    <section aria-labelledby={heading}>
      <SceneHeading story={story} id={heading} title={title} count={group.panels.length} plates={shown} />
      <ol
        aria-label={t`Panels of ${title}`}
        data-grid
        className="grid gap-2"
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${width}px, 1fr))` }}
      >
        {group.panels.map((seen) => (
          <li key={seen.panel.id} className="min-w-0">
            <PanelCard
              panel={seen.panel}
              found={listWords(findings(seen.verdicts).map(({ check }) => checkWords(check)))}
              open={isOpen(seen)}
              accepted={seen.accepted}
              chosen={seen.panel.id === chosen}
              ratio={ratio}
              onChoose={onChoose}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Panels with their verdicts, and whether they were accepted. undefined: not loaded. */
function useSeenPanels(story: string, panels: readonly PanelView[] | undefined): readonly SeenPanel[] | undefined {
  const { data: checks } = useChecks(story);
  const byPanel = useMemo(() => Map.groupBy(checks?.items ?? none, ({ panelId }) => panelId), [checks]);
  return useMemo(
    () =>
      panels?.map((panel) => {
        const verdicts = (byPanel.get(panel.id) ?? none).filter(({ sha256 }) => sha256 === panel.frame?.sha256);
        return {
          panel,
          verdicts,
          accepted: panel.accepted,
        };
      }),
    [panels, byPanel],
  );
}

/** What can be done with the chosen panel. */
function usePanelActs(
  story: StoryView,
  chosen: SeenPanel | undefined,
  { onAsk, onDone }: { readonly onAsk: (what: 'retake' | 'retouch') => void; readonly onDone: () => void },
): PanelActs {
  const navigate = useNavigate();
  const label = useLabelVerdicts(story.id);
  const accept = useAcceptFrame(story.id);
  const panel = chosen?.panel;
  const frame = panel?.frame ?? null;
  const fixed = useFixed(story);
  const may = useMay();
  const labels = may('labelCheck');
  const worst = chosen && findings(chosen.verdicts)[0];
  return {
    open: () => {
      if (panel !== undefined)
        void navigate({ to: '.', search: (before) => ({ ...before, panel: panel.number }), resetScroll: false });
    },
    accept: !labels
      ? undefined
      : () => {
          if (chosen === undefined || frame === null) return;
          accept({ panelId: chosen.panel.id, accepted: !chosen.accepted });
          const to = chosen.accepted ? null : 'right';
          const from = chosen.accepted ? 'right' : null;
          const toLabel = findings(chosen.verdicts).filter((it) => it.label === from);
          if (toLabel.length > 0) label(toLabel.map((verdict) => ({ verdict, label: to })));
          if (!chosen.accepted) onDone();
        },
    wrong: labels && worst ? () => label([{ verdict: worst, label: 'wrong' }]) : undefined,
    label: labels ? (verdict, to) => label([{ verdict, label: to }]) : undefined,
    retake: !fixed && frame !== null ? () => onAsk('retake') : undefined,
    retouch: !fixed && frame !== null && panel?.status === 'drawn' ? () => onAsk('retouch') : undefined,
  };
}

function useTriageKeys(acts: PanelActs, go: (step: Step) => void, enabled: boolean): void {
  useShortcut('j', () => go('next'), enabled);
  useShortcut('k', () => go('previous'), enabled);
  useShortcut('a', () => acts.accept?.(), enabled);
  useShortcut('w', () => acts.wrong?.(), enabled);
  useShortcut('r', () => acts.retake?.(), enabled);
  useShortcut('t', () => acts.retouch?.(), enabled);
}

/** The next panel lies where the language reads on. */
const stepOf = (key: string): Step | undefined => {
  const [back, on] = currentDirection() === 'ltr' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const steps: Readonly<Record<string, Step>> = { [on]: 'next', [back]: 'previous', ArrowUp: 'up', ArrowDown: 'down' };
  return steps[key];
};

/** How many panels stand beside each other. */
function columnsOf(list: HTMLElement | null): number {
  const grid = list?.querySelector('[data-grid]');
  return grid ? getComputedStyle(grid).gridTemplateColumns.split(' ').length : 1;
}

function titleOf({ scene }: PanelGroup, groups: number, order: PanelOrder): string {
  if (order === 'worst') return t`Worst first`;
  if (scene !== null) return scene;
  return groups === 1 ? t`All panels` : t`No scene`;
}

function progressWords(seen: readonly SeenPanel[], open: number): string {
  const accepted = seen.filter((it) => it.accepted).length;
  const toLookAt = open === 0 ? t`Nothing to look at` : t`${open} to look at`;
  return t`${toLookAt} · ${accepted} of ${seen.length} accepted`;
}
