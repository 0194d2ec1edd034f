import { falProvider } from '@nextpanel/providers/fal';
import { describeProvider, type Outcome } from './provider-conformance.ts';

/** fal detects it when the request runs, reports no stage, and may charge for the work it began. */
const blocked: Outcome = {
  code: 'moderation_blocked',
  retryable: false,
  money: 'possibly',
  detail: { stage: 'unknown', categories: [] },
};

describeProvider({
  vendor: 'fal',
  model: 'gpt-image-2',
  key: 'b6b1f2d0-emulated:5e0a7c1f9d3b48a6',
  open: (vendors, key, orderMs) =>
    falProvider({ key, gateway: vendors.falUrl }, orderMs === undefined ? {} : { deadlines: { orderMs } }),
  outcomes: {
    'moderation-input': blocked,
    'moderation-output': blocked,
    // The answer to the submit is cut off: it is unknown whether it was accepted.
    'truncated-json': { code: 'bad_response', retryable: true, money: 'possibly' },
  },
});
