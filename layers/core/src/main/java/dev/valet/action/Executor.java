package dev.valet.action;

/** How an action is performed. Each has one {@link Performer}. */
public sealed interface Executor {
    /** A request to one host, with a secret that only Valet reads. */
    record Http(HttpTemplate template) implements Executor {}

    /** A signature over a typed document by a key that is used for nothing else. */
    record KmsSign(SignTemplate template) implements Executor {}

    /** One Lambda function of the operator's, with the checked input as its payload. */
    record Lambda(LambdaTarget target) implements Executor {}
}
