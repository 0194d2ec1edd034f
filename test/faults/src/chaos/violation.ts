/** A violated invariant: which one, and where. */
export interface Violation {
  readonly invariant: Invariant;
  readonly detail: string;
}

export type Invariant =
  | 'every story ends'
  | 'every script ends'
  | 'no panel is lost'
  | 'no double charge'
  | 'every charge is reported'
  | 'possibly paid is explained'
  | 'nothing is wasted'
  | 'the chain holds'
  | 'takes are kept'
  | 'a change is made once'
  | 'sheets show the selected takes'
  | 'books hold the sheets'
  | 'a job exists if and only if a batch may be drawn'
  | 'nothing is left behind'
  | 'events are gap-free'
  | 'a deploy ends'
  | 'no process ends unexpectedly';
