package dev.valet.local.aws.policy;

/** The end of an evaluation. */
public sealed interface Decision {
    record Allowed() implements Decision {}

    /**
     * A no.
     *
     * @param because in AWS's own words, which name the layer that said no
     */
    record Denied(String because) implements Decision {}
}
