/** How the emulated chat server, judge and writer, answers, and how often it errs. It may be changed while the emulator runs. */
export interface JudgeManner {
  /** The forms of answer that it knows: it refuses the others with 400, as LM Studio and many gateways do. */
  knows: readonly ('json_schema' | 'json_object' | 'tool')[];
  /** Knows `json_schema`, and writes prose around its JSON all the same. */
  chatty: boolean;
  /** Share of frames that are off model and called right, and of those that are right and called off model: 0–1. */
  missed: number;
  falseAlarms: number;
  /** Share of frames about which it is not sure: 0–1. */
  unsure: number;
  /** Share of answers whose JSON ends in the middle, 0–1. */
  halfJson: number;
  /** Answers about a frame, or pieces of a story, that it was not shown. */
  strangers: boolean;
  /** Changes the words of speech, until it is corrected. */
  rewrites: boolean;
  /** Declines to look at pictures. */
  refuses: boolean;
  /** The answer of a call with more frames, or pieces of a story, than this is cut at the model's limit; null: never. */
  framesMost: number | null;
  /** Says how many tokens a call took. */
  usage: boolean;
  seed: number;
}

export const usualManner: JudgeManner = {
  knows: ['json_schema', 'json_object', 'tool'],
  chatty: false,
  missed: 0,
  falseAlarms: 0,
  unsure: 0,
  halfJson: 0,
  strangers: false,
  rewrites: false,
  refuses: false,
  framesMost: null,
  usage: true,
  seed: 1,
};
