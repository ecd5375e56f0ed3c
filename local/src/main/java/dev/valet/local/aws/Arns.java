package dev.valet.local.aws;

/** The few pieces of ARNs that are read here. */
final class Arns {
    private Arns() {}

    /** The fifth part. */
    static String account(String arn) {
        String rest = arn;
        for (int colons = 0; colons < 4; colons++) {
            rest = rest.substring(rest.indexOf(':') + 1);
        }
        int end = rest.indexOf(':');
        return end < 0 ? "" : rest.substring(0, end);
    }

    static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
