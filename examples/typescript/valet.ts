// Ask Valet for a lease and hold it in memory: all that an agent in TypeScript needs.
// VALET_URL and AWS_REGION come from the agent's deployment. The identity is the one its runtime already has.
import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";

const region = process.env.AWS_REGION!;

/** POST /v1/leases, signed with the runtime's own role. */
export async function lease(grant: string, parameters: Record<string, string> = {}, reason = "") {
  const url = new URL(process.env.VALET_URL + "/v1/leases");
  const body = JSON.stringify({ grant, parameters, reason });
  const signer = new SignatureV4({ service: "execute-api", region, sha256: Sha256, credentials: fromNodeProviderChain() });
  const signed = await signer.sign({
    method: "POST", protocol: url.protocol, hostname: url.hostname, path: url.pathname, body,
    headers: { host: url.host, "content-type": "application/json" },
  });
  const answer = await fetch(url, { method: "POST", headers: signed.headers, body });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${json.reason}: ${json.detail} (request ${json.requestId})`);
  return json;
}

/** A credentials provider for any AWS SDK client: the SDK asks again shortly before the lease ends. */
export function leased(grant: string, parameters: Record<string, string> = {}) {
  return async () => {
    const { credential } = await lease(grant, parameters);
    return {
      accessKeyId: credential.accessKeyId as string,
      secretAccessKey: credential.secretAccessKey as string,
      sessionToken: credential.sessionToken as string,
      expiration: new Date(credential.expiration),
    };
  };
}
