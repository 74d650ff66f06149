// A local server that serves pages and records every request below /leak/. It decides nothing.
import { createServer } from "node:http";

/**
 * Listens on two ports, which are two origins. `files` returns `{ body, type, headers }` for a path.
 */
export async function collect(files) {
  const hits = new Set();
  const asked = [];
  const take = (url) => {
    asked.push(url);
    const leak = /^\/leak\/([\w-]+)/.exec(url)?.[1];
    if (leak) hits.add(leak);
    return leak !== undefined;
  };
  const answer = async (request, response) => {
    // The status 204 leaves the page in place, even if the request was a navigation.
    if (take(request.url)) return response.writeHead(204).end();
    const found = await files(decodeURI(new URL(request.url, "http://x").pathname));
    if (!found) return response.writeHead(404).end();
    return response
      .writeHead(200, {
        "content-type": found.type ?? "text/html; charset=utf-8",
        "cache-control": "no-store",
        ...found.headers,
      })
      .end(found.body);
  };
  const servers = await Promise.all(
    [0, 1].map(
      () =>
        new Promise((resolve) => {
          const server = createServer(answer);
          server.on("upgrade", (request, socket) => {
            take(request.url);
            socket.destroy();
          });
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const [own, other] = servers.map((server) => `http://127.0.0.1:${server.address().port}`);
  const close = () =>
    Promise.all(
      servers.map(
        (server) =>
          new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
          }),
      ),
    );
  return { hits, asked, own, other, close };
}
