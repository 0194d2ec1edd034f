import { fieldsOf } from './fields-of.ts';

/** `other`: it says something this table does not know. */
export type TaskStatus = 'waiting' | 'done' | 'failed' | 'other';

/** A job that a server accepted instead of drawing: `{code, data: [{status, task_id}]}`, `{object: "….task", id, status}`, … */
export interface TaskState {
  readonly id: string | null;
  readonly status: TaskStatus;
  readonly fields: Readonly<Record<string, unknown>>;
}

const waiting =
  /^(submitted|pending|queued|queuing|in_?queue|waiting|created|accepted|not_?start(ed)?|init|initialized|start(ed|ing)?|running|processing|in_?progress|generating)$/i;
const done = /^(complete[ds]?|succeed(ed)?|success(ful)?|finish(ed)?|done|ready)$/i;
const failed = /^(fail(ed|ure)?|error|cancel+ed|expired|time_?out|timed_?out|rejected|revoked)$/i;

/** A task's id comes from outside and becomes part of an address. */
const idForm = /^[\w.:-]{1,200}$/;

/**
 * The task in an answer, wherever these servers put it: apimart `data[0].task_id`, evolink `{object: "image.generation.task", id}`,
 * Kling `data.task_id`, DashScope `output.task_id`, kie `data.taskId`, others `job_id`. Null: there is none.
 */
export function findTask(answer: unknown): TaskState | null {
  const top = fieldsOf(answer);
  const inner = [top.data, top.output, top.result, top.task].map((it) => fieldsOf(Array.isArray(it) ? it[0] : it));
  for (const fields of [...inner, top]) {
    const status = statusOf(fields.status ?? fields.task_status ?? fields.taskStatus ?? fields.state);
    const named = idOf(fields.task_id) ?? idOf(fields.taskId) ?? idOf(fields.job_id) ?? idOf(fields.jobId);
    const isTask = typeof fields.object === 'string' && /task|job/.test(fields.object);
    const id = named ?? (isTask || status !== null ? idOf(fields.id) : null);
    if (id !== null || status !== null) return { id, status: status ?? 'other', fields };
  }
  return null;
}

function statusOf(value: unknown): TaskStatus | null {
  if (typeof value !== 'string') return null;
  if (waiting.test(value)) return 'waiting';
  if (done.test(value)) return 'done';
  return failed.test(value) ? 'failed' : 'other';
}

const idOf = (value: unknown): string | null => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && idForm.test(text) ? text : null;
};
