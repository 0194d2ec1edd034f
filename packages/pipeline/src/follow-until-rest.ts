/** What can be followed until nothing more happens to it until a user does something. */
export interface Following<Event> {
  isResting(): Promise<boolean>;
  read(after: string): AsyncIterable<Event>;
  follow(after: string, signal: AbortSignal): AsyncIterable<Event>;
  /** Whether an event says that it rests: an old one, perhaps. */
  saysRest(event: Event): boolean;
}

/** Everything after `after`, and what comes until it rests and everything that happened by then was yielded. */
export async function* followUntilRest<Event extends { readonly id: string }>(
  it: Following<Event>,
  after: string,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  let last = after;
  while (!signal.aborted) {
    if (await it.isResting()) {
      for await (const event of it.read(last)) {
        last = event.id;
        yield event;
      }
      // It may have been resumed meanwhile.
      if (await it.isResting()) return;
    }
    for await (const event of it.follow(last, signal)) {
      last = event.id;
      yield event;
      // It itself says how it is.
      if (it.saysRest(event)) break;
    }
  }
}

/** Whether it rests and nothing happened after `after`. */
export async function hasRested<Event>(
  it: Pick<Following<Event>, 'isResting' | 'read'>,
  after: string,
): Promise<boolean> {
  if (!(await it.isResting())) return false;
  for await (const _event of it.read(after)) return false;
  return true;
}
