import net from "node:net";

export type Weather = "clear" | "slow" | "silent" | "loses commits";

/** A way to the server that can be made bad: slow, silent in both directions, cut, or cut at the answer to a COMMIT. */
export async function badWeather(target: { port: number }) {
  const pairs = new Set<[net.Socket, net.Socket]>();
  const state = { weather: "clear" as Weather, lost: 0 };
  const server = net.createServer((client) => {
    const upstream = net.connect(target.port, "127.0.0.1");
    const pair: [net.Socket, net.Socket] = [client, upstream];
    pairs.add(pair);
    let commits = false;
    const cut = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on("error", cut).on("close", cut);
    const forward = (to: net.Socket, data: Buffer) => {
      if (state.weather === "silent") return;
      if (state.weather === "slow") setTimeout(() => to.writable && to.write(data), 25);
      else to.write(data);
    };
    client.on("data", (data) => {
      commits = state.weather === "loses commits" && isCommit(data);
      forward(upstream, data);
    });
    upstream.on("data", (data) => {
      // The server has committed, and nobody hears of it.
      if (commits) {
        state.lost += 1;
        cut();
      } else forward(client, data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    state,
    /** Cuts every connection. */
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
    },
    close() {
      this.cut();
      server.close();
    },
  };
}

const isCommit = (data: Buffer) =>
  data.toString("latin1", 0, 64).toLowerCase().includes("commit") && data[0] === "Q".charCodeAt(0);
