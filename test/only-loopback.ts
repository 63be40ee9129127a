import { Socket } from "node:net";

/* Every test file loads this first: no test may talk to anything but this machine. */

// called only through Reflect.apply with the socket itself
// eslint-disable-next-line @typescript-eslint/unbound-method
const connect = Socket.prototype.connect;

Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
  const [first, second] = args.flat();
  const host =
    typeof first === "object" && first !== null && "host" in first && typeof first.host === "string"
      ? first.host
      : typeof second === "string"
        ? second
        : "localhost";
  const isPath =
    typeof first === "string" ||
    (typeof first === "object" && first !== null && "path" in first && typeof first.path === "string");
  if (!isPath && !/^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host)) {
    throw new Error(`a test tried to reach ${host}: tests talk to loopback only`);
  }
  return Reflect.apply(connect, this, args) as Socket;
};
