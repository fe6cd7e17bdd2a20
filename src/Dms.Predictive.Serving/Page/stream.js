// Server-sent events over fetch: EventSource cannot send a key. Resumes with Last-Event-ID, backs off when the host is away.
const HEARTBEAT = 5000;
export const SILENCE = 2 * HEARTBEAT + 500;
const LONGEST_WAIT = 8000;

// Cuts a text stream into events; a piece of an event waits for its end.
export function parser(onEvent) {
  let rest = "";
  return (text) => {
    rest += text;
    const blocks = rest.replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const event = { id: null, name: "message", data: "" };
      for (const line of block.split("\n")) {
        const colon = line.indexOf(":");
        const field = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (field === "id") {
          event.id = value;
        } else if (field === "event") {
          event.name = value;
        } else if (field === "data") {
          event.data += (event.data ? "\n" : "") + value;
        }
      }

      if (event.data) {
        onEvent(event);
      }
    }
  };
}

export class Stream {
  #stopped = false;
  #wake = () => {};
  #abort = null;
  #lastId = null;
  #lastByte = 0;
  #watch;

  constructor(url, headers, { onEvent, onState, onRefused }) {
    this.handlers = { onEvent, onState, onRefused };
    this.url = url;
    this.headers = headers;
    // A silent connection is as bad as a closed one: cut it and connect anew.
    this.#watch = setInterval(() => {
      if (performance.now() - this.#lastByte > SILENCE) {
        onState("stale");
        this.#abort?.abort();
      }
    }, 500);
    this.#lastByte = performance.now();
    this.#run();
  }

  stop() {
    this.#stopped = true;
    clearInterval(this.#watch);
    this.#abort?.abort();
    this.#wake();
  }

  async #run() {
    let wait = 500;
    while (!this.#stopped) {
      try {
        wait = await this.#once() ? 500 : wait;
      } catch (error) {
        if (error.isFatal) {
          this.stop();
          this.handlers.onRefused(error);
          return;
        }
      }

      if (this.#stopped) {
        return;
      }

      if (performance.now() - this.#lastByte <= SILENCE) {
        this.handlers.onState("reconnecting");
      }

      const pause = wait * (0.75 + 0.5 * Math.random());
      await new Promise((resolve) => { this.#wake = resolve; setTimeout(resolve, pause); });
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  async #once() {
    this.#abort = new AbortController();
    const headers = { ...this.headers, Accept: "text/event-stream" };
    if (this.#lastId !== null) {
      headers["Last-Event-ID"] = this.#lastId;
    }

    const limit = setTimeout(() => this.#abort.abort(), SILENCE);
    const answer = await fetch(this.url, { headers, signal: this.#abort.signal, cache: "no-store" });
    clearTimeout(limit);
    if (!answer.ok) {
      const error = new Error(`${answer.status}`);
      error.status = answer.status;
      error.isFatal = answer.status === 401 || answer.status === 403;
      throw error;
    }

    this.#lastByte = performance.now();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let any = false;
    const feed = parser((event) => {
      this.#lastId = event.id ?? this.#lastId;
      this.handlers.onEvent(event.name, JSON.parse(event.data));
    });
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return any;
      }

      any = true;
      this.#lastByte = performance.now();
      this.handlers.onState("connected");
      feed(value);
    }
  }
}
