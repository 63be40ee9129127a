import { randomBytes } from "node:crypto";
import type { Entra } from "../entra/start-entra.ts";
import { startServer, type Call, type Reply, type SimulatorServer } from "../server.ts";

export interface KeyVaultOptions {
  /** Key Vault speaks HTTPS only. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** Who issues the tokens that are accepted here. */
  readonly entra: Pick<Entra, "authority" | "verify">;
  /** Values by secret name. Names are compared without regard to case. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly clock?: { now(): Date };
  readonly port?: number;
}

/** A simulated Key Vault that holds secrets to read and to write. */
export interface KeyVault extends SimulatorServer {
  /** Rotates: adds a version, which is the current one from now on. */
  set(name: string, value: string): void;
  /** The current value; undefined when there is none. */
  valueOf(name: string): string | undefined;
  /** Takes the right to read this secret away from everybody. */
  deny(name: string): void;
  /** Takes the right to write this secret away from everybody, or gives it back. */
  denyWriting(name: string, isDenied?: boolean): void;
  /** Marks the secret as disabled. */
  disable(name: string): void;
  remove(name: string): void;
}

interface Version {
  readonly id: string;
  readonly value: string;
  readonly created: number;
}

/** Newest last, never empty. */
interface Secret {
  readonly name: string;
  readonly versions: readonly [...Version[], Version];
  readonly enabled: boolean;
}

const AUDIENCE = "https://vault.azure.net";
const SECRET_PATH = /^\/+secrets\/([^/]+)(?:\/([^/]*))?$/;
const API_VERSION = /^(7\.\d|20\d\d-\d\d-\d\d)(-preview(\.\d+)?)?$/;

export async function startKeyVault(options: KeyVaultOptions): Promise<KeyVault> {
  const { entra, clock = { now: () => new Date() } } = options;
  const secrets = new Map<string, Secret>();
  const denied = new Set<string>();
  const unwritable = new Set<string>();

  function set(name: string, value: string): void {
    const before = secrets.get(name.toLowerCase());
    const created = Math.floor(clock.now().getTime() / 1000);
    const version = { id: randomBytes(16).toString("hex"), value, created };
    const versions = [...(before?.versions ?? []), version] as const;
    secrets.set(name.toLowerCase(), { name: before?.name ?? name, versions, enabled: true });
  }

  function answer(call: Call): Reply {
    const [, name, wanted] = SECRET_PATH.exec(call.url.pathname) ?? [];
    if (operationOf(call) === "not-simulated" || name === undefined)
      return { status: 501, body: "not simulated" };
    const fault = tokenFault(call, entra);
    if (fault !== undefined) return challenge(entra.authority, fault);
    if (!API_VERSION.test(call.url.searchParams.get("api-version") ?? "")) {
      return failure(400, "BadParameter", "the api-version parameter is missing or not supported");
    }
    if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) {
      return failure(400, "BadParameter", "a secret name has 1 to 127 letters, digits and hyphens");
    }
    const isDenied = call.method === "PUT" ? unwritable : denied;
    if (isDenied.has(name.toLowerCase())) {
      return failure(403, "Forbidden", "the caller may not do this with this secret", "ForbiddenByRbac");
    }
    if (call.method === "PUT") {
      const value = valueIn(call.body);
      if (value === undefined) return failure(400, "BadParameter", "a value is wanted");
      set(name, value);
    }
    return read(secrets.get(name.toLowerCase()), wanted, call.url.origin);
  }

  for (const [name, value] of Object.entries(options.secrets)) set(name, value);
  return {
    ...(await startServer({ operationOf, answer }, options)),
    set,
    valueOf: (name) => secrets.get(name.toLowerCase())?.versions.at(-1)?.value,
    denyWriting(name, isDenied = true) {
      if (isDenied) unwritable.add(name.toLowerCase());
      else unwritable.delete(name.toLowerCase());
    },
    deny: (name) => void denied.add(name.toLowerCase()),
    disable(name) {
      const secret = secrets.get(name.toLowerCase());
      if (secret !== undefined) secrets.set(name.toLowerCase(), { ...secret, enabled: false });
    },
    remove: (name) => void secrets.delete(name.toLowerCase()),
  };
}

/** A version cannot be written, only the secret. */
function operationOf({ method, url }: Call): "get-secret" | "set-secret" | "not-simulated" {
  const [found, , version = ""] = SECRET_PATH.exec(url.pathname) ?? [];
  if (found === undefined) return "not-simulated";
  if (method === "GET") return "get-secret";
  return method === "PUT" && version === "" ? "set-secret" : "not-simulated";
}

/** Secrets are texts of at most 25 kB. */
function valueIn(body: string): string | undefined {
  try {
    const { value } = JSON.parse(body) as { readonly value?: unknown };
    return typeof value === "string" && Buffer.byteLength(value) <= 25_600 ? value : undefined;
  } catch {
    return undefined;
  }
}

function tokenFault(call: Call, entra: Pick<Entra, "verify">): string | undefined {
  const token = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? "")?.[1];
  if (token === undefined) return "AKV10000: a bearer token is needed";
  const found = entra.verify(token, { audience: AUDIENCE });
  if (found === "wrong-audience") return `AKV10022: the token is not meant for ${AUDIENCE}`;
  return typeof found === "string" ? `the token is ${found}` : undefined;
}

/** A 401 that tells the client where to sign in, and for what. */
function challenge(authority: string, text: string): Reply {
  return {
    ...failure(401, "Unauthorized", text),
    headers: { "www-authenticate": `Bearer authorization="${authority}", resource="${AUDIENCE}"` },
  };
}

function read(secret: Secret | undefined, wanted: string | undefined, origin: string): Reply {
  const isCurrent = wanted === undefined || wanted === "";
  const version = isCurrent ? secret?.versions.at(-1) : secret?.versions.find((one) => one.id === wanted);
  if (secret === undefined || version === undefined) {
    return failure(404, "SecretNotFound", "this key vault has no such secret");
  }
  if (!secret.enabled) {
    return failure(403, "Forbidden", "a disabled secret cannot be read", "SecretDisabled");
  }
  const { id, value, created } = version;
  return {
    status: 200,
    body: {
      value,
      id: `${origin}/secrets/${secret.name}/${id}`,
      attributes: { enabled: true, created, updated: created, recoveryLevel: "Recoverable" },
    },
  };
}

function failure(status: number, code: string, message: string, inner?: string): Reply {
  const innererror = inner === undefined ? {} : { innererror: { code: inner } };
  return { status, body: { error: { code, message, ...innererror } } };
}
