import { createHash, generateKeyPairSync, randomUUID, sign, verify, type KeyObject } from "node:crypto";

/** What a resource server finds when it looks at a token that was shown to it. */
export type TokenCheck = { readonly appId: string } | "expired" | "wrong-audience" | "unknown";

/** Signs access tokens as the v1 kind that Retail Server and Key Vault expect, and checks them. */
export interface AccessTokens {
  issue(grant: { readonly appId: string; readonly audience: string; readonly lifeSeconds: number }): string;
  check(token: string, expected: { readonly audience: string }): TokenCheck;
  /** Changes the signing key: every token issued so far becomes unknown. */
  revokeAll(): void;
  /** The public half of the signing key, as a JSON Web Key set. */
  keySet(): { readonly keys: readonly unknown[] };
}

interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export function createAccessTokens(options: {
  readonly tenantId: string;
  readonly clock: { now(): Date };
}): AccessTokens {
  const issuer = `https://sts.windows.net/${options.tenantId}/`;
  let key = createSigningKey();

  function nowSeconds(): number {
    return Math.floor(options.clock.now().getTime() / 1000);
  }

  return {
    issue({ appId, audience, lifeSeconds }) {
      const issuedAt = nowSeconds();
      const principal = principalOf(appId);
      return signed(key, {
        aud: audience,
        iss: issuer,
        iat: issuedAt,
        nbf: issuedAt,
        exp: issuedAt + lifeSeconds,
        appid: appId,
        appidacr: "1",
        idp: issuer,
        oid: principal,
        sub: principal,
        tid: options.tenantId,
        uti: randomUUID(),
        ver: "1.0",
      });
    },
    check(token, expected) {
      const claims = verifiedClaims(key, token);
      if (claims === undefined) return "unknown";
      if (claims.aud !== expected.audience) return "wrong-audience";
      return claims.exp > nowSeconds() ? { appId: claims.appid } : "expired";
    },
    revokeAll() {
      key = createSigningKey();
    },
    keySet: () => ({
      keys: [{ ...key.publicKey.export({ format: "jwk" }), kid: key.id, use: "sig", alg: "ES256" }],
    }),
  };
}

function createSigningKey(): SigningKey {
  return { id: randomUUID(), ...generateKeyPairSync("ec", { namedCurve: "P-256" }) };
}

/** The object id of an app's service principal: always the same for the same app. */
function principalOf(appId: string): string {
  const hex = createHash("sha256").update(appId).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

function signed(key: SigningKey, claims: object): string {
  const head = [{ typ: "JWT", alg: "ES256", kid: key.id }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = sign("sha256", Buffer.from(head), { key: key.privateKey, dsaEncoding: "ieee-p1363" });
  return `${head}.${signature.toString("base64url")}`;
}

interface Claims {
  readonly aud: string;
  readonly exp: number;
  readonly appid: string;
}

function verifiedClaims(key: SigningKey, token: string): Claims | undefined {
  const [header, payload, signature, ...rest] = token.split(".");
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) {
    return undefined;
  }
  const isOurs = verify(
    "sha256",
    Buffer.from(`${header}.${payload}`),
    { key: key.publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  // the signature proves that `issue` above wrote these claims
  return isOurs ? (JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims) : undefined;
}
