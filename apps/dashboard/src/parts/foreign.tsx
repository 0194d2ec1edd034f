import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** Words of the server, a provider or a user, in whatever language they are: they keep their own direction. */
export const Foreign = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <bdi dir="auto" className={classNames('break-words', className)}>
    {children}
  </bdi>
);
