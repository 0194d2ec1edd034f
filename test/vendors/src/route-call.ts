import { answerAzure, azureOperation } from './azure/answer-azure.ts';
import { answerChat } from './chat/answer-chat.ts';
import { answerCompatible, compatibleOperation } from './compatible/answer-compatible.ts';
import type { Emulator, VendorName } from './emulator.ts';
import { answerFal, falOperation, isFalHost } from './fal/answer-fal.ts';
import type { FalJobs } from './fal/fal-jobs.ts';
import type { Webhooks } from './fal/webhooks.ts';
import type { Operation } from './faults/fault-facts.ts';
import type { Call, Reply } from './http/reply.ts';
import { answerOpenai, type OpenaiJobs, openaiOperation } from './openai/answer-openai.ts';

interface Routed {
  readonly vendor: VendorName;
  readonly operation: Operation;
  readonly work: () => Promise<Reply>;
}

/** One port for all vendors, distinguished by the beginning of the path. Null for any other path. */
export function openRoutes(
  emulator: Emulator,
  { webhooks, jobs, openai }: { webhooks: Webhooks; jobs: FalJobs; openai: OpenaiJobs },
): (call: Call) => Routed | null {
  return (call) => {
    const [, first = ''] = call.path.split('/');
    if (first === 'v1') {
      return {
        vendor: 'openai',
        operation: openaiOperation(call),
        work: () => answerOpenai(emulator, openai, call),
      };
    }
    if (first === 'openai') {
      return { vendor: 'azure', operation: azureOperation(call), work: () => answerAzure(emulator, call) };
    }
    if (first === 'compatible') {
      const operation = compatibleOperation(call);
      return { vendor: 'openai-compatible', operation, work: () => answerCompatible(emulator, call) };
    }
    if (first === 'chat') return { vendor: 'chat', operation: 'order', work: () => answerChat(emulator, call) };
    if (!isFalHost(first)) return null;
    return { vendor: 'fal', operation: falOperation(call), work: () => answerFal(emulator, jobs, webhooks, call) };
  };
}
