/** A success whose body is written as it comes into being. */
export type StreamAnswer = {
  readonly headers?: Record<string, string>;
  readonly stream: (write: (chunk: string) => void) => Promise<void>;
};

/** A reply as API Gateway takes it; of a stream, what writes its body. */
export type ApiResponse = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  stream?: StreamAnswer['stream'];
};
