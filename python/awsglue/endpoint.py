"""Calls of the endpoint that runs the job, without an SDK: a script's Python needs nothing but Spark."""

import json
import os
import urllib.error
import urllib.request

_TARGETS = {"glue": "AWSGlue", "secretsmanager": "secretsmanager"}
# The endpoint is on this machine: no proxy knows the way.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class EndpointError(Exception):
    """What a service refused, with its code."""

    def __init__(self, code, message):
        super().__init__(f"{message} ({code})")
        self.code = code


def call(service, operation, **members):
    credential = f"Credential=test/20200101/us-east-1/{service}/aws4_request"
    request = urllib.request.Request(
        os.environ["AWS_ENDPOINT_URL"],
        data=json.dumps(members).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"{_TARGETS[service]}.{operation}",
            "Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0",
        },
    )
    try:
        with _OPENER.open(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        said = json.load(error)
        code = str(said.get("__type", error.code)).split("#")[-1]
        raise EndpointError(code, said.get("message") or said.get("Message") or operation) from None


def found(service, operation, **members):
    """The same; None where there is no such thing."""
    try:
        return call(service, operation, **members)
    except EndpointError as error:
        if error.code == "EntityNotFoundException":
            return None
        raise


def pages(operation, member, **members):
    token = None
    while True:
        more = {"NextToken": token} if token else {}
        answer = call("glue", operation, **members, **more)
        yield from answer.get(member, [])
        token = answer.get("NextToken")
        if not token:
            return
