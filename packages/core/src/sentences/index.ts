export { readSentence, type Sentence } from './read-sentence.ts';
export { say } from './say.ts';
export { type SentenceCode, sentences, sentenceWords } from './sentences.ts';
