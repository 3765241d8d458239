/** One event of a `text/event-stream`. `id` is the last one named, which an event without its own keeps. */
export type ServerSentEvent = { readonly id: string; readonly type: string; readonly data: string };

/**
 * Reads server-sent events (WHATWG HTML, 9.2.6) from bytes that come in pieces of any size: a piece
 * may end inside a character, a line end or a field. `push` answers with the events that it completed.
 * An event that the connection's end cuts off is dropped, as the standard says: a resume brings it again.
 */
export const eventStreamParser = (): { push: (bytes: Uint8Array) => ServerSentEvent[] } => {
  const decoder = new TextDecoder();
  let line = '';
  let afterReturn = false;
  let id = '';
  let type = '';
  let data: string[] = [];

  const endLine = (events: ServerSentEvent[]): void => {
    const ended = line;
    line = '';
    if (ended === '') {
      if (data.length > 0) events.push({ id, type: type === '' ? 'message' : type, data: data.join('\n') });
      type = '';
      data = [];
      return;
    }
    const colon = ended.indexOf(':');
    const field = colon === -1 ? ended : ended.slice(0, colon);
    const rest = colon === -1 ? '' : ended.slice(colon + 1);
    const value = rest.startsWith(' ') ? rest.slice(1) : rest;
    if (field === 'data') data.push(value);
    else if (field === 'event') type = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  };

  return {
    push(bytes) {
      const events: ServerSentEvent[] = [];
      const text = decoder.decode(bytes, { stream: true });
      let from = 0;
      for (let at = 0; at < text.length; at += 1) {
        const character = text[at];
        if (character !== '\n' && character !== '\r') {
          afterReturn = false;
          continue;
        }
        const secondHalfOfLineEnd = character === '\n' && afterReturn;
        if (!secondHalfOfLineEnd) {
          line += text.slice(from, at);
          endLine(events);
        }
        afterReturn = character === '\r';
        from = at + 1;
      }
      line += text.slice(from);
      return events;
    },
  };
};
