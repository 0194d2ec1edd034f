import type { EstimateView } from '@nextpanel/core';
import { useEffect, useState } from 'react';
import { useEstimateStory } from '../../../data/story-commands.ts';

export type CheckedStory =
  | { readonly kind: 'priced'; readonly text: string; readonly estimate: EstimateView }
  | { readonly kind: 'refused'; readonly text: string; readonly error: Error };

/**
 * The result of the server's check while a story is edited: its price or its errors. The previous result stays until the next
 * one arrives; it belongs to `checked.text`.
 *
 * @param delayMs how long the text has to stand still before it is asked for
 */
export function useCheckedStory(text: string, delayMs: number) {
  const { mutateAsync: estimate } = useEstimateStory();
  const [checked, setChecked] = useState<CheckedStory>();
  const [tries, setTries] = useState(0);
  const isEmpty = text.trim() === '';
  useEffect(() => {
    if (isEmpty) {
      setChecked(undefined);
      return;
    }
    let isOld = false;
    const timer = setTimeout(() => {
      estimate({ yaml: text }).then(
        (answer) => !isOld && setChecked({ kind: 'priced', text, estimate: answer }),
        (error: Error) => !isOld && setChecked({ kind: 'refused', text, error }),
      );
    }, delayMs);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
    // Another try asks again.
  }, [text, isEmpty, delayMs, tries, estimate]);
  return {
    checked,
    /** The result for the current text has not arrived yet. */
    isChecking: !isEmpty && checked?.text !== text,
    /** The server found something that the estimate did not. */
    refuse: (error: Error) => setChecked({ kind: 'refused', text, error }),
    checkAgain: () => {
      setChecked(undefined);
      setTries((before) => before + 1);
    },
  };
}
