import { lambdaStream } from '../shared/http/lambda-stream.ts';
import { notesStream } from './note-stream.ts';

const respond = notesStream();

export const handler = lambdaStream((event, context) => respond(event, context));
