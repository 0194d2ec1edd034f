import { t } from '@lingui/core/macro';
import { Checkbox } from '../../../parts/checkbox.tsx';

export type Cascade = 'keep' | 'redraw';

/** Whether panels drawn from a frame that changes are drawn again too. */
export const CascadeChoice = ({
  value,
  onChange,
}: {
  readonly value: Cascade;
  readonly onChange: (value: Cascade) => void;
}) => (
  <Checkbox
    checked={value === 'redraw'}
    onChange={(checked) => onChange(checked ? 'redraw' : 'keep')}
    label={t`Also redraw later panels that continue from it`}
  />
);
