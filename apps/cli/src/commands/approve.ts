import type { Command } from 'commander';
import type { CommandContext } from '../io.ts';
import { addAct } from './act-on-story.ts';

export function addApprove(program: Command, context: CommandContext): void {
  addAct(program, context, 'approve', 'approve what is drawn, and let the rest be drawn');
}
