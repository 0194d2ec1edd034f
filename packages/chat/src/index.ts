export {
  type AnswerForm,
  type ChatAnswer,
  type ChatCall,
  type ChatLevel,
  type ChatMessage,
  type ChatPart,
  chatLevels,
  type ShownPicture,
} from './chat.ts';
export { type ChatServer, openChat } from './open-chat.ts';
export { type ReadAnswer, readJsonAnswer } from './read-json-answer.ts';
export { repairAnswer } from './repair-answer.ts';
export { strictSchema } from './strict-schema.ts';
