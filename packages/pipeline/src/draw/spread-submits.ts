/** Submits of one batch that may be under way without a saved vendor id: a crash loses sight of no more. */
const atOnce = 2;

/**
 * A vendor that is slow to accept holds up the other submits for no longer, in milliseconds: accepting usually takes a fraction of a
 * second, and eight panels must not wait for one another as long as they take to draw.
 */
const patienceMs = 2_000;

/** Runs submits, a few at a time. */
export type Spread = <Answer>(submit: () => Promise<Answer>) => Promise<Answer>;

export function spreadSubmits(): Spread {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else underWay -= 1;
  };
  return async (submit) => {
    if (underWay < atOnce) underWay += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    let inside = true;
    const leaveOnce = () => {
      if (inside) leave();
      inside = false;
    };
    const slow = setTimeout(leaveOnce, patienceMs);
    try {
      return await submit();
    } finally {
      clearTimeout(slow);
      leaveOnce();
    }
  };
}
