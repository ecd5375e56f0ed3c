"""A program that knows nothing of Valet: boto3 finds the container credentials in its environment and refreshes them."""

import os

import boto3

secrets = boto3.client("secretsmanager")
value = secrets.get_secret_value(SecretId=os.environ["SECRET_ARN"])["SecretString"]
again = secrets.get_secret_value(SecretId=os.environ["SECRET_ARN"])["SecretString"]
assert value and value == again
print("unchanged: ok")
