/** What a span says beside its name and its time. Ids are welcome here: traces are looked at one by one. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/**
 * One trace for each story, from submit over its batches and requests to its books, whichever process does the work: its id follows from the
 * story's, so that nothing has to be carried along.
 */
export interface Tracing extends AsyncDisposable {
  /** Runs `act` as a part of the story's trace. What it throws is noted and thrown on. */
  story<Result>(
    of: { readonly story: string; readonly name: string; readonly attributes?: Attributes },
    act: () => Promise<Result>,
  ): Promise<Result>;
  /** The beginning of a story's trace, which everything else of it belongs to; noted when it is over. */
  submitted(story: string, startedAtMs: number, attributes: Attributes): void;
  /** Runs `act` as a part of what is under way; outside of a trace just so. */
  within<Result>(name: string, attributes: Attributes, act: () => Promise<Result>): Promise<Result>;
}

/** Without a place to send traces to. */
export const noTracing: Tracing = {
  story: (_of, act) => act(),
  submitted: () => undefined,
  within: (_name, _attributes, act) => act(),
  [Symbol.asyncDispose]: async () => undefined,
};
