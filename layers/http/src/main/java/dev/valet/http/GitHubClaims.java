package dev.valet.http;

import dev.valet.identity.IssuerType;
import java.util.List;

/**
 * Tokens of GitHub Actions. Ids are numbers written as strings; names are recycled, and {@code sub} is a template that a
 * repository's administrator may change, so neither is read. Runs for pull requests carry their own {@code event_name}, which
 * is part of the subject: only an agent that says so gets them.
 */
final class GitHubClaims implements ClaimSource {
    private static final List<String> IDS = List.of("repository_id", "repository_owner_id", "run_id");
    private static final int MOST_DIGITS = 19;

    private final Claims claims;

    GitHubClaims(Claims claims) {
        this.claims = claims;
        IDS.forEach(name -> NotBelieved.unless(isId(claims.text(name)), TokenFault.UNACCEPTED_CLAIMS));
    }

    private static boolean isId(String text) {
        return text.length() <= MOST_DIGITS
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public String text(String name) {
        NotBelieved.unless(IssuerType.GITHUB.claims().contains(name), TokenFault.UNACCEPTED_CLAIMS);
        return claims.text(name);
    }
}
