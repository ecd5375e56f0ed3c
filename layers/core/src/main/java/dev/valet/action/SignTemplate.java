package dev.valet.action;

/**
 * What is signed, and by which key.
 *
 * @param keyArn of a KMS key that signs this and nothing else (INV-17)
 */
public record SignTemplate(String keyArn) {}
