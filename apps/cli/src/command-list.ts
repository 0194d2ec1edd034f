import type { Command } from 'commander';
import type { Verb } from './commands/act-on-story.ts';
import type { CommandContext } from './io.ts';

/** Adds arguments, options, examples and the action to a command that has its name and its sentence. */
export type ConfigureCommand = (command: Command, context: CommandContext) => void;

export interface CommandEntry {
  /** As the help shows it: the name, and what follows it. */
  readonly term: string;
  readonly description: string;
  /** Only the command that is called is loaded: all of them take longer to load than most take to run. */
  readonly load: () => Promise<ConfigureCommand>;
}

const act = (verb: Verb) => async (): Promise<ConfigureCommand> => {
  const { addAct } = await import('./commands/act-on-story.ts');
  return (command, context) => addAct(command, context, verb);
};

/** All commands, by the headings of the help, and in its order. */
export const commandList: Readonly<Record<string, readonly CommandEntry[]>> = {
  'Draw:': [
    {
      term: 'init [options] [file]',
      description: 'write a story file, from a few questions or from options',
      load: async () => (await import('./commands/init.ts')).addInit,
    },
    {
      term: 'next-chapter [options] <id> <file>',
      description: 'write a story file that continues a story: its cast, style and pictures are taken over',
      load: async () => (await import('./commands/next-chapter.ts')).addNextChapter,
    },
    {
      term: 'script [options] <file>',
      description: 'draft a story file from a comic script, a screenplay (Fountain), a table (CSV) or prose',
      load: async () => (await import('./commands/script.ts')).addScript,
    },
    {
      term: 'story [options] [file]',
      description: 'draw the story in a file and bind its books (`npm run story -- FILE`)',
      load: async () => (await import('./commands/story.ts')).addStory,
    },
    {
      term: 'submit [options] <file>',
      description: 'submit a story to a running server and print its id',
      load: async () => (await import('./commands/submit.ts')).addSubmit,
    },
    {
      term: 'estimate [options] <file>',
      description: 'show what a story would cost; nothing is stored or drawn',
      load: async () => (await import('./commands/estimate.ts')).addEstimate,
    },
    {
      term: 'watch [options] <id>',
      description: 'follow a story until it is finished or needs you',
      load: async () => (await import('./commands/watch.ts')).addWatch,
    },
    { term: 'pause [options] <id...>', description: 'pause a story after its current batch', load: act('pause') },
    {
      term: 'resume [options] <id...>',
      description: 'continue a story that is paused or needs attention',
      load: act('resume'),
    },
    { term: 'approve [options] <id...>', description: 'approve the drawn batches and continue', load: act('approve') },
    { term: 'cancel [options] <id...>', description: 'cancel a story; drawn panels are kept', load: act('cancel') },
    {
      term: 'priority [options] <id> <n>',
      description: 'put a story before or behind your other stories, also where it waits now',
      load: async () => (await import('./commands/priority.ts')).addPriority,
    },
    {
      term: 'copy [options] <id>',
      description: 'duplicate a story with its pictures; draws nothing',
      load: async () => (await import('./commands/copy.ts')).addCopy,
    },
  ],
  'Look:': [
    {
      term: 'list [options]',
      description: 'list stories, newest first',
      load: async () => (await import('./commands/list.ts')).addList,
    },
    {
      term: 'show [options] <id>',
      description: 'show a story: status, progress, cost, batches, and what it waits for',
      load: async () => (await import('./commands/show.ts')).addShow,
    },
    {
      term: 'open [options] [id]',
      description: 'open the dashboard in your browser, at a story if you name one',
      load: async () => (await import('./commands/open.ts')).addOpen,
    },
    {
      term: 'download [options] <id> [format]',
      description: 'save the books, sheets and panels of a story, and its editions in other languages',
      load: async () => (await import('./commands/download.ts')).addDownload,
    },
    {
      term: 'checks [options] <id> [panel] [check]',
      description: 'list what checks found in the pictures, worst first; say whether a check was right',
      load: async () => (await import('./commands/checks.ts')).addChecks,
    },
    {
      term: 'notes [options] <id> [panel] [words]',
      description: 'notes on panels, also those of reviewers: list, add, resolve or delete them',
      load: async () => (await import('./commands/notes.ts')).addNotes,
    },
    {
      term: 'links',
      description:
        "reviewer's links: a page to read one story without prices, and to comment on it, for people without a key",
      load: async () => (await import('./commands/links.ts')).addLinks,
    },
    {
      term: 'publish-check [options] <id> <profile>',
      description: 'compare a book with what a shop or a country asks for: its rules on AI, and what the book lacks',
      load: async () => (await import('./commands/publish-check.ts')).addPublishCheck,
    },
    {
      term: 'ledger',
      description: 'what the requests of a story cost; settle unknown outcomes',
      load: async () => (await import('./commands/ledger.ts')).addLedger,
    },
    {
      term: 'costs [options]',
      description: 'what was spent this month, by day, model and story, what is still to come, and what to settle',
      load: async () => (await import('./commands/costs.ts')).addCosts,
    },
  ],
  'Change:': [
    {
      term: 'edit [options] <id> <panel>',
      description: 'change a panel; a drawn panel is drawn again only if its picture changes',
      load: async () => (await import('./commands/edit.ts')).addEdit,
    },
    {
      term: 'retake [options] <id> [panel]',
      description: 'draw a panel, or a whole batch, again; old takes are kept',
      load: async () => (await import('./commands/retake.ts')).addRetake,
    },
    {
      term: 'retouch [options] <id> <panel> <instruction>',
      description: 'change something in the picture of a panel, as a new take; with an area, the rest stays as it is',
      load: async () => (await import('./commands/retouch.ts')).addRetouch,
    },
    {
      term: 'takes [options] <id> <panel>',
      description: 'list the takes of a panel (* is selected); select one, upload one, or save them',
      load: async () => (await import('./commands/takes.ts')).addTakes,
    },
    {
      term: 'plates [options] <id> [plate]',
      description:
        'list or save the reference pictures of a story; draw one again, change part of one, upload one, select one, or approve them',
      load: async () => (await import('./commands/plates.ts')).addPlates,
    },
    {
      term: 'insert [options] <id> <file>',
      description: 'add panels to a story, at the end or between others',
      load: async () => (await import('./commands/insert.ts')).addInsert,
    },
    {
      term: 'move [options] <id> <panel>',
      description: 'move a panel to another place; nothing that is drawn is drawn again',
      load: async () => (await import('./commands/move.ts')).addMove,
    },
    {
      term: 'remove [options] <id> <panel>',
      description: 'remove a panel from the book; its takes are kept',
      load: async () => (await import('./commands/remove.ts')).addRemove,
    },
    {
      term: 'letter [options] <id> [file]',
      description: 'replace the texts of a story, for example with a translation; draws nothing',
      load: async () => (await import('./commands/letter.ts')).addLetter,
    },
    {
      term: 'edition [options] <id> [language] [file]',
      description: 'letter a story in another language, on the same pictures; draws nothing',
      load: async () => (await import('./commands/edition.ts')).addEdition,
    },
    {
      term: 'amend [options] <id>',
      description: 'change the budget, the book, or the settings for panels that are not drawn yet',
      load: async () => (await import('./commands/amend.ts')).addAmend,
    },
    {
      term: 'compose [options] <id...>',
      description: 'make sheets and books again that a new release or certificate changes; draws nothing',
      load: act('compose'),
    },
    {
      term: 'assets',
      description: 'uploaded pictures: list them, see which stories have one, delete one that none has',
      load: async () => (await import('./commands/assets.ts')).addAssets,
    },
    {
      term: 'export [options] <id> <file>',
      description: 'save a whole story for another installation: file, takes, ledger, records, books and pictures',
      load: async () => (await import('./commands/export.ts')).addExport,
    },
    {
      term: 'import [options] <file>',
      description: 'take in an exported story under a new id; it is paused unless it was over',
      load: async () => (await import('./commands/export.ts')).addImport,
    },
    {
      term: 'delete [options] <id...>',
      description: 'delete stories permanently, with their pictures and books',
      load: async () => (await import('./commands/delete.ts')).addDelete,
    },
  ],
  'Operate:': [
    {
      term: 'up [options]',
      description: 'run dashboard, API, workers, finalizer and an embedded Redis until stopped (`npm start`)',
      load: async () => (await import('./commands/up.ts')).addUp,
    },
    {
      term: 'providers [options]',
      description: 'list providers; pause or resume one for all stories',
      load: async () => (await import('./commands/providers.ts')).addProviders,
    },
    {
      term: 'workers [options]',
      description: 'list the processes that draw and compose, and what each is working on',
      load: async () => (await import('./commands/workers.ts')).addWorkers,
    },
    {
      term: 'webhooks',
      description: 'addresses that are sent the events of your stories, and what was delivered',
      load: async () => (await import('./commands/webhooks.ts')).addWebhooks,
    },
    {
      term: 'tenants',
      description: "weight and limits of tenants, with the operator's key (NEXTPANEL_ADMIN_KEY)",
      load: async () => (await import('./commands/tenants.ts')).addTenants,
    },
    {
      term: 'keys',
      description: 'API keys of your tenant: make, change, rotate and revoke them',
      load: async () => (await import('./commands/keys.ts')).addKeys,
    },
    {
      term: 'migrate [options]',
      description: 'finish an upgrade: raise the schema of the stored state, once every process is upgraded',
      load: async () => (await import('./commands/migrate.ts')).addMigrate,
    },
    {
      term: 'backup [options] <file>',
      description: 'write stories, records and pictures of the whole installation into one archive, while it runs',
      load: async () => (await import('./commands/backup.ts')).addBackup,
    },
    {
      term: 'restore [options] <file>',
      description: 'bring an installation back from a backup, into an empty Redis; all providers are paused then',
      load: async () => (await import('./commands/backup.ts')).addRestore,
    },
    {
      term: 'move-artifacts [options] <place>',
      description:
        'copy pictures and records to a bucket or another folder; run it again with everything stopped, then switch',
      load: async () => (await import('./commands/backup.ts')).addMoveArtifacts,
    },
    {
      term: 'completion <shell>',
      description: 'print a script that completes commands and options in your shell',
      load: async () => (await import('./commands/completion.ts')).addCompletion,
    },
    {
      term: 'mcp [options]',
      description: 'offer stories as tools to an AI agent, over stdin and stdout (Model Context Protocol)',
      load: async () => (await import('./commands/mcp.ts')).addMcp,
    },
    {
      term: 'doctor [options]',
      description: 'check everything nextpanel needs, and say how to fix what is wrong',
      load: async () => (await import('./commands/doctor.ts')).addDoctor,
    },
  ],
};
