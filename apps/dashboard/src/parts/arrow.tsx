/** An arrow back, or on to where the language reads on. */
export const Arrow = ({ to }: { readonly to: 'back' | 'on' }) => (
  <span aria-hidden="true" className="inline-block rtl:-scale-x-100">
    {to === 'back' ? '←' : '→'}
  </span>
);
