import { createHash } from 'node:crypto';
import type { Client, EstimateView, StoryView } from '@nextpanel/client';
import { type ChainPolicy, chainPolicies } from './chain-policies.ts';
import { type ChainRender, composeChainStory } from './compose-chain-story.ts';
import { type MeasuredDistances, measureDistances } from './measure-distances.ts';

export interface ChainsOptions {
  readonly panels: number;
  readonly seed: number;
  readonly render: ChainRender;
  readonly review?: string | undefined;
}

export interface PricedChain {
  readonly policy: ChainPolicy;
  readonly document: ReturnType<typeof composeChainStory>;
  readonly estimate: EstimateView;
}

export interface MeasuredChain extends MeasuredDistances {
  readonly policy: ChainPolicy;
  readonly story: string;
  readonly status: StoryView['status'];
  readonly spentUsd: number;
  /** Frames in which the judge found a mismatch; null: none was asked, or it did not answer. */
  readonly mismatches: number | null;
  readonly reviewed: number;
}

/** The story by each policy, with its price. The budget of each is the most it can cost, so that no more is spent than was shown. */
export async function priceChains(client: Client, options: ChainsOptions): Promise<PricedChain[]> {
  const priced: PricedChain[] = [];
  for (const policy of chainPolicies) {
    const estimate = await client.estimate({ json: composeChainStory({ ...options, policy }) });
    // A request that is drawn again after a fault counts, too; a story that costs nothing needs no budget.
    const maxUsd = Math.ceil(estimate.highUsd * 1.05 * 100) / 100;
    priced.push({
      policy,
      estimate,
      document: composeChainStory({ ...options, policy, ...(maxUsd > 0 && { maxUsd }) }),
    });
  }
  return priced;
}

/**
 * Draws one of them and measures it. The same document is the same story: after a crash it is continued, and nothing is paid twice.
 *
 * @param say what to say while it is drawn
 */
export async function measureChain(
  client: Client,
  { policy, document }: PricedChain,
  say: (line: string) => void,
): Promise<MeasuredChain> {
  const key = `chains-${createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 32)}`;
  const { id } = await client.submit({ json: document }, { idempotencyKey: key });
  say(`${policy}: story ${id}`);
  const story = await client.wait(id);
  const panels = await client.panels(id);
  const places = new Map(document.scenes.map(({ id: scene, location }) => [scene, location]));
  const frames = [];
  for (const { number, frame, scene } of panels) {
    if (!frame) continue;
    const bytes = new Uint8Array(await (await client.panelImage(id, number)).arrayBuffer());
    frames.push({ number, location: places.get(scene ?? '') ?? '', bytes });
  }
  const reviews = (await client.checks(id)).items.filter(({ check }) => check === 'review');
  const judged = reviews.filter((it) => it.judged !== false);
  return {
    policy,
    story: id,
    status: story.status,
    spentUsd: story.cost.spentUsd,
    mismatches: judged.length === 0 ? null : judged.filter(({ value }) => (value ?? 0) > 0).length,
    reviewed: judged.length,
    ...(await measureDistances(frames)),
  };
}
