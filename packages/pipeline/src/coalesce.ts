/**
 * Group commit: calls made while one is under way (or in the same tick) are sent together as the next one. Every caller
 * gets the answer of the call its item went with.
 */
export function coalesce<Item, Answer>(
  send: (items: readonly Item[]) => Promise<Answer>,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let underWay = false;

  const flush = async () => {
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      try {
        const answer = await send(together.map(({ item }) => item));
        for (const { resolve } of together) resolve(answer);
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    underWay = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay) return;
      underWay = true;
      setImmediate(() => void flush());
    });
}
