package dev.valet.http;

import dev.valet.Malformed;
import dev.valet.identity.IssuerType;
import dev.valet.identity.RoleArn;

/**
 * Tokens of {@code sts:GetWebIdentityToken}. {@code sub} is the ARN of a role, with its path and without a session. The rest is
 * in one namespace, of which only what the caller cannot choose is read: never {@code request_tags}, {@code principal_tags}
 * or {@code source_identity} (T-06).
 */
final class AwsClaims implements ClaimSource {
    private static final String NAMESPACE = "https://sts.amazonaws.com/";

    private final String role;
    private final Claims ofSts;

    AwsClaims(Claims claims) {
        this.role = claims.text("sub");
        this.ofSts = claims.object(NAMESPACE);
        NotBelieved.unless(account(role).equals(ofSts.text("aws_account")), TokenFault.UNACCEPTED_CLAIMS);
    }

    private static String account(String role) {
        try {
            return RoleArn.parse(role).account();
        } catch (Malformed notARole) {
            throw new NotBelieved(TokenFault.UNACCEPTED_CLAIMS);
        }
    }

    @Override
    public String text(String name) {
        if (name.equals("sub")) {
            return role;
        }
        NotBelieved.unless(IssuerType.AWS.claims().contains(name), TokenFault.UNACCEPTED_CLAIMS);
        return ofSts.text(name);
    }
}
