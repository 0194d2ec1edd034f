import type { Artifacts } from '@nextpanel/store';
import { HashSet, hashesIn } from '@nextpanel/store';
import type { Context } from '../context.ts';

export interface CopiedArtifacts {
  readonly records: number;
  readonly pictures: number;
  /** They were there already. */
  readonly present: number;
}

/**
 * Copies all records, and all pictures that the state or a record names, to another store of artifacts. What is there already stays, so that a
 * second run, with everything stopped, copies only what came since.
 */
export async function copyArtifacts(
  { state, artifacts }: Pick<Context, 'state' | 'artifacts'>,
  to: Artifacts,
): Promise<CopiedArtifacts> {
  const named = new HashSet();
  let records = 0;
  let pictures = 0;
  let present = 0;
  for await (const dumped of state.backups.dump())
    for (const key of dumped) for (const sha256 of hashesIn(JSON.stringify(key.value))) named.add(sha256);
  for await (const { tenant, key } of artifacts.records()) {
    const record = await artifacts.readRecord(tenant, key);
    if (record === null) continue;
    for (const sha256 of hashesIn(JSON.stringify(record))) named.add(sha256);
    // A record may have been replaced since an earlier run.
    await to.writeRecord(tenant, key, record, { replace: true });
    records += 1;
  }
  for (const sha256 of named) {
    if (!(await artifacts.has(sha256))) continue;
    if (await to.has(sha256)) {
      present += 1;
      continue;
    }
    await to.put(await artifacts.get(sha256));
    pictures += 1;
  }
  const epoch = await artifacts.epoch();
  if (epoch !== null) await to.setEpoch(epoch);
  return { records, pictures, present };
}
