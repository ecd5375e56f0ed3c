"""Ask Valet for a lease and hold it in memory: all that an agent in Python needs. Uses boto3 and nothing else.

VALET_URL and AWS_REGION come from the agent's deployment. The identity is the one its runtime already has.
"""

import json
import os
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import RefreshableCredentials
from botocore.session import get_session


def lease(grant, reason="", **parameters):
    """POST /v1/leases, signed with the runtime's own role. Returns {"lease": …, "credential": …}."""
    body = json.dumps({"grant": grant, "parameters": parameters, "reason": reason})
    request = AWSRequest("POST", os.environ["VALET_URL"] + "/v1/leases", data=body,
                         headers={"Content-Type": "application/json"})
    runtime = boto3.Session().get_credentials().get_frozen_credentials()
    SigV4Auth(runtime, "execute-api", os.environ["AWS_REGION"]).add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(
                request.url, body.encode(), dict(request.headers), method="POST"), timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        raise PermissionError(f"{problem['reason']}: {problem['detail']} (request {problem['requestId']})") from None


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
