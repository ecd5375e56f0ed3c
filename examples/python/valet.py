"""Ask Valet for a lease and hold it in memory, or have an action performed: all that an agent in Python needs. Uses boto3 and
nothing else.

VALET_URL and AWS_REGION come from the agent's deployment. The identity is the one its runtime already has.
"""

import json
import os
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import RefreshableCredentials
from botocore.session import get_session


def lease(grant, reason="", **parameters):
    """POST /v1/leases, signed with the runtime's own role. Returns {"lease": …, "credential": …}."""
    return post("/v1/leases", {"grant": grant, "parameters": parameters, "reason": reason}, timeout=10)


def perform(action, key=None, reason="", approval=None, **filled_in):
    """POST /v1/actions/{action}: Valet does it, with a credential that this process never holds.

    Returns {"performance": …, "result": …, "receipt": …} once it is done. {"approval": …} waits for a person: repeat it with
    that approval's id. {"performance": …} whose state is unknown or running is repeated too. Every repeat takes the key of
    the first try: another key might do it twice. Give one that outlives this process when what is done must not be done twice.
    """
    body = {"input": filled_in, "reason": reason}
    if approval:
        body["approval"] = approval
    return post("/v1/actions/" + action, body, timeout=30, headers={"Idempotency-Key": key or str(uuid.uuid4())})


def post(path, body, timeout, headers=None):
    """Signed with the runtime's own role."""
    body = json.dumps(body)
    request = AWSRequest("POST", os.environ["VALET_URL"] + path, data=body,
                         headers={"Content-Type": "application/json", **(headers or {})})
    runtime = boto3.Session().get_credentials().get_frozen_credentials()
    SigV4Auth(runtime, "execute-api", os.environ["AWS_REGION"]).add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(
                request.url, body.encode(), dict(request.headers), method="POST"), timeout=timeout) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        said = problem.get("code", problem["detail"])
        raise PermissionError(f"{problem['reason']}: {said} (request {problem['requestId']})") from None


def session(grant, **parameters):
    """A boto3 session that lives on leases of one grant and asks for the next one by itself."""
    def fresh():
        credential = lease(grant, **parameters)["credential"]
        return {"access_key": credential["accessKeyId"], "secret_key": credential["secretAccessKey"],
                "token": credential["sessionToken"], "expiry_time": credential["expiration"]}

    inner = get_session()
    # botocore would refresh a fifteen-minute session on every call: tell it that two minutes are early enough.
    inner._credentials = RefreshableCredentials.create_from_metadata(
        fresh(), refresh_using=fresh, method="valet", advisory_timeout=120, mandatory_timeout=60)
    return boto3.Session(botocore_session=inner, region_name=os.environ["AWS_REGION"])
