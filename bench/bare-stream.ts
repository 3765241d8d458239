import type { Writable } from 'node:stream';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

declare const awslambda: {
  streamifyResponse: (handler: (event: unknown, response: Writable) => Promise<void>) => unknown;
  HttpResponseStream: { from: (response: Writable, metadata: unknown) => Writable };
};

const table = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }));
const model = new BedrockRuntimeClient({ maxAttempts: 1 });

/** One read, then the model's words as they come: what `consultation-notes/stream` is measured against. */
export const handler = awslambda.streamifyResponse(async (_event, response) => {
  await table.send(new GetCommand({ TableName: process.env.TABLE_NAME, Key: { pk: 'bench', sk: 'bench' } }));
  const { stream = [] } = await model.send(
    new ConverseStreamCommand({ modelId: process.env.MODEL_ID, messages: [{ role: 'user', content: [{ text: 'Write.' }] }] }),
  );
  const socket = awslambda.HttpResponseStream.from(response, { statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
  for await (const { contentBlockDelta } of stream) {
    const text = contentBlockDelta?.delta?.text;
    if (text) socket.write(`event: text\ndata: ${JSON.stringify({ text })}\n\n`);
  }
  socket.end();
});
