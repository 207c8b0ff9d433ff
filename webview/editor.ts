/** Connects a page with the extension that shows it. To be called once: the editor hands out its side a single time. */
export function connectEditor<Sent, Received, State>(): Editor<Sent, Received, State> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (handle) => {
      const listen = ({ data }: MessageEvent<Received>) => handle(data);
      window.addEventListener("message", listen);
      return () => window.removeEventListener("message", listen);
    },
    getState: () => api.getState() as State | undefined,
    setState: (state) => api.setState(state),
  };
}

/** The extension, as a page in a frame sees it. Messages and state must survive `structuredClone` and JSON. */
export interface Editor<Sent, Received, State> {
  /** To the extension. */
  post(message: Sent): void;
  /** From the extension; what is given back ends it. */
  onMessage(handle: (message: Received) => void): () => void;
  /** What the page kept last, also after it was hidden and is made anew. */
  getState(): State | undefined;
  /** Keeps what the page wants to find again. */
  setState(state: State): void;
}

/** Put into the page by the editor (https://code.visualstudio.com/api/extension-guides/webview#passing-messages-from-a-webview-to-an-extension). */
declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};
