/** Whether an error with this code means that pages cannot be signed for now: they are composed and bound later. */
export const isSigningRefusal = (code: string): code is 'signing_unusable' | 'signing_failed' =>
  code === 'signing_unusable' || code === 'signing_failed';
