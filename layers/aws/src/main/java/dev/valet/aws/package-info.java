/** The ports of core answered by AWS: DynamoDB, STS and Secrets Manager. Nothing here decides who may have what. */
package dev.valet.aws;
