import type { StoryAnswers } from '@nextpanel/core/story-answers';
import type { Io } from '../io.ts';
import { printLine } from '../io.ts';

type Ask = NonNullable<Io['ask']>;

/** Asks at the terminal for what the command line left out. An empty answer to a list ends it. */
export async function askAnswers(io: Io, ask: Ask, given: Partial<StoryAnswers>): Promise<StoryAnswers> {
  const title = given.title ?? (await askUntil(io, ask, 'Title: '));
  const style = given.style ?? (await ask('Drawing style, such as "ink and watercolour" (Enter: none): ')).trim();
  const characters = given.characters?.length ? given.characters : await askCharacters(io, ask);
  const panels = given.panels?.length ? given.panels : await askPanels(io, ask);
  const { layout } = given;
  return { title, ...(style !== '' && { style }), characters, panels, ...(layout !== undefined && { layout }) };
}

async function askUntil(io: Io, ask: Ask, question: string): Promise<string> {
  for (;;) {
    const answer = (await ask(question)).trim();
    if (answer !== '') return answer;
    printLine(io.stderr, 'It needs an answer; Ctrl-C ends the command.');
  }
}

async function askCharacters(io: Io, ask: Ask): Promise<string[]> {
  printLine(
    io.stderr,
    'Characters, one a line: "Hare: a lean brown hare in a red scarf @hare.png". Enter ends the list.',
  );
  return askList(ask, (n) => `Character ${n}: `);
}

async function askPanels(io: Io, ask: Ask): Promise<string[]> {
  printLine(
    io.stderr,
    'Panels, one a line: what each picture shows. "Hare: words" is a balloon in the picture before. Enter ends the list.',
  );
  const panels: string[] = [];
  while (panels.length === 0) {
    panels.push(...(await askList(ask, (n) => `Line ${n}: `)));
    if (panels.length === 0) printLine(io.stderr, 'A story has one panel or more; Ctrl-C ends the command.');
  }
  return panels;
}

async function askList(ask: Ask, question: (n: number) => string): Promise<string[]> {
  const list: string[] = [];
  for (;;) {
    const answer = (await ask(question(list.length + 1))).trim();
    if (answer === '') return list;
    list.push(answer);
  }
}
