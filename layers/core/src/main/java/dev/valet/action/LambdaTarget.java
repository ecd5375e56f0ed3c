package dev.valet.action;

/**
 * One function of the operator's.
 *
 * @param functionArn with its alias or version
 */
public record LambdaTarget(String functionArn) {}
