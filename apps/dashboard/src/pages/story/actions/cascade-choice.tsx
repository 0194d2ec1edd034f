import { Checkbox } from '../../../parts/checkbox.tsx';

export type Cascade = 'keep' | 'redraw';

/** Whether what was drawn from a frame that changes is drawn again, too. */
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
    label="Also draw again the later panels that go on from it"
  />
);
