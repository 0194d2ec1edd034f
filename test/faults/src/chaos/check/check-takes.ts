import type { TakeView } from '@nextpanel/core';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import type { World } from '../start-world.ts';
import type { Violation } from '../violation.ts';
import { orderOf } from './check-charges.ts';
import type { Findings } from './read-findings.ts';

/**
 * Exactly one take of a panel, and of a plate, is selected, and it is its frame. The references recorded with a take are those that the
 * vendor received for its request, in order and byte for byte.
 */
export async function checkTakes(
  { client }: Pick<World, 'client'>,
  { tale, panels }: Findings,
  charges: readonly Charge[],
): Promise<Violation[]> {
  const byOrder = new Map(charges.map((charge) => [orderOf(charge), charge]));
  const violations: Violation[] = [];
  for (const panel of panels) {
    const where = `${tale.id}: panel ${panel.number}`;
    violations.push(...compare(where, panel, await client.takes(tale.id, panel.number), byOrder));
  }
  for (const plate of tale.spec.plates ? await client.plates(tale.id) : []) {
    if (plate.status === 'none') continue;
    const where = `${tale.id}: plate ${plate.id}`;
    violations.push(...compare(where, plate, await client.plateTakes(tale.id, plate.id), byOrder));
  }
  return violations;
}

/** A panel or a plate, as the API shows it. */
interface Shown {
  readonly status: string;
  readonly take: number | null;
  readonly takes: number;
  readonly frame: { readonly sha256: string } | null;
}

function compare(
  where: string,
  { frame, status, take: shown, takes: count }: Shown,
  takes: readonly TakeView[],
  byOrder: ReadonlyMap<string, Charge>,
): Violation[] {
  const violations: Violation[] = [];
  const chosen = takes.filter(({ selected }) => selected);
  if (takes.length !== count)
    violations.push({ invariant: 'takes are kept', detail: `${where} says ${count} takes and lists ${takes.length}` });
  if (status === 'drawn' && shown !== null) {
    const [only] = chosen;
    if (chosen.length !== 1 || only?.number !== shown || only.frame.sha256 !== frame?.sha256) {
      const detail = `${where} shows take ${shown} ${frame?.sha256}, selected are ${chosen.map((it) => `${it.number} ${it.frame.sha256}`).join()}`;
      violations.push({ invariant: 'takes are kept', detail });
    }
  }
  for (const { number: nth, order, references } of takes) {
    const charge = order === null ? undefined : byOrder.get(order);
    const sent = charge?.references.map(({ sha256 }) => sha256).join();
    const recorded = references.map(({ sha256 }) => sha256).join();
    if (sent !== undefined && sent !== recorded) {
      violations.push({
        invariant: 'the chain holds',
        detail: `${where}, take ${nth} records ${recorded}, sent was ${sent}`,
      });
    }
  }
  return violations;
}
