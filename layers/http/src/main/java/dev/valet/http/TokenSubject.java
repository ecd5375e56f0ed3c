package dev.valet.http;

import dev.valet.identity.Issuer;
import dev.valet.identity.Principal;
import dev.valet.registry.IssuerDocument;
import java.util.TreeMap;

/** From believed claims to the subject: the claims that pin it, and nothing else of the token (J-8). */
final class TokenSubject {
    private TokenSubject() {}

    static Principal.Subject of(Issuer issuer, Claims claims) {
        var source = source(issuer, claims);
        issuer.requiredClaims()
                .forEach((name, value) ->
                        NotBelieved.unless(source.text(name).equals(value), TokenFault.UNACCEPTED_CLAIMS));
        var pinned = new TreeMap<String, String>();
        IssuerDocument.subjectClaims(issuer).forEach(name -> pinned.put(name, source.text(name)));
        // Nothing pinned would be everybody (CVE-2024-7594).
        NotBelieved.unless(!pinned.isEmpty(), TokenFault.UNACCEPTED_CLAIMS);
        return new Principal.Subject(issuer.issuer(), pinned);
    }

    private static ClaimSource source(Issuer issuer, Claims claims) {
        return switch (issuer.type()) {
            case AWS -> new AwsClaims(claims);
            case KUBERNETES -> new KubernetesClaims(claims);
            case GITHUB -> new GitHubClaims(claims);
            case OIDC -> claims;
        };
    }
}
