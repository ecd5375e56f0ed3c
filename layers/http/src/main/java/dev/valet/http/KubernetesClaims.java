package dev.valet.http;

/**
 * Projected service account tokens. The legacy kind lives for a year and names no pod: it fails here and by its life. The pod
 * has to be named, but is an instance and no part of the subject.
 */
final class KubernetesClaims implements ClaimSource {
    private final String namespace;
    private final String account;
    private final String accountUid;

    KubernetesClaims(Claims claims) {
        var kubernetes = claims.object("kubernetes.io");
        this.namespace = kubernetes.text("namespace");
        this.account = kubernetes.object("serviceaccount").text("name");
        this.accountUid = kubernetes.object("serviceaccount").text("uid");
        kubernetes.object("pod").text("uid");
        var subject = "system:serviceaccount:" + namespace + ":" + account;
        NotBelieved.unless(claims.text("sub").equals(subject), TokenFault.UNACCEPTED_CLAIMS);
    }

    @Override
    public String text(String name) {
        return switch (name) {
            case "namespace" -> namespace;
            case "serviceaccount" -> account;
            case "serviceaccount_uid" -> accountUid;
            default -> throw new NotBelieved(TokenFault.UNACCEPTED_CLAIMS);
        };
    }
}
