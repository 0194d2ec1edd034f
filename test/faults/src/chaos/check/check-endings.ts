import type { World } from '../start-world.ts';
import type { Tale } from '../tales.ts';
import type { Violation } from '../violation.ts';
import type { Findings } from './read-findings.ts';

/** Stories that are gone were deleted by a user. */
export function checkGone(tales: readonly Tale[]): Violation[] {
  return tales
    .filter(({ deleted, deleteAsked }) => deleted && !deleteAsked)
    .map(({ id }) => ({ invariant: 'no panel is lost', detail: `${id} is gone but was not deleted` }));
}

/** A change requested once is made at most once, whatever happened to the connection. */
export function checkInserted({ tale, events }: Pick<Findings, 'tale' | 'events'>): Violation[] {
  const inserted = events.filter(({ type }) => type === 'panels.inserted').length;
  if (inserted <= tale.insertsAsked) return [];
  const detail = `${tale.id}: panels were inserted ${inserted} times, requested ${tale.insertsAsked} times`;
  return [{ invariant: 'a change is made once', detail }];
}

/** A completed story has every panel drawn, its bytes there and undamaged, every sheet and every book. */
export async function checkEnding({ client }: World, found: Findings): Promise<Violation[]> {
  const { id, status, progress, books, cost, failures } = found.view;
  const broken: string[] = [];
  if (status !== 'completed' && status !== 'cancelled') return [];
  for (const { number, frame } of found.panels) {
    if (frame === null) {
      if (status === 'completed') broken.push(`panel ${number} has no frame`);
      continue;
    }
    const image = await client.panelImage(id, number).catch((error: unknown) => String(error));
    if (typeof image === 'string') broken.push(`panel ${number} cannot be read: ${image}`);
    else await image.body?.cancel();
  }
  if (status === 'completed') {
    for (const [what, { drawn, total }] of Object.entries(progress)) {
      if (drawn !== total) broken.push(`${drawn} of ${total} ${what}`);
    }
    const { formats } = found.tale.spec.book;
    if (books.length !== formats.length) broken.push(`books ${books.join()} of ${formats.join()}`);
    if (failures.length > 0) broken.push(`completed with failures ${JSON.stringify(failures)}`);
  }
  const violations: Violation[] = broken.map((words) => ({ invariant: 'no panel is lost', detail: `${id}: ${words}` }));
  if (cost.heldUsd !== 0) {
    violations.push({
      invariant: 'nothing is left behind',
      detail: `${id} is ${status} and still holds $${cost.heldUsd}`,
    });
  }
  return violations;
}
