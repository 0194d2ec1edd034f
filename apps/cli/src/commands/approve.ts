import type { Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { addAct } from './act-on-story.ts';

export function addApprove(program: Command, context: CommandContext): void {
  addAct(program, context, 'approve', 'approve the drawn batches and continue');
}
