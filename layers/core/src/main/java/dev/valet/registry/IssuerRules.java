package dev.valet.registry;

import dev.valet.Malformed.Problem;
import dev.valet.Pointer;
import dev.valet.identity.Issuer;
import dev.valet.identity.Issuer.SigningAlgorithm;
import dev.valet.identity.IssuerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a registration keeps to, by its type. A rule that no token could ever meet is refused where it is written; so is one
 * that would take an issuer for less than it is, or for another's.
 */
final class IssuerRules {
    private static final Pattern CLAIM = Pattern.compile("[A-Za-z][A-Za-z0-9_.:/-]{0,127}");
    private static final Pattern OF_AWS =
            Pattern.compile("https://[0-9a-z][0-9a-z-]{0,62}[.]tokens[.]sts[.]global[.]api[.]aws");
    private static final String OF_GITHUB = "https://token.actions.githubusercontent.com";
    /** The cluster's own, for which every pod has a token (docs of Kubernetes, {@code --api-audiences}). */
    private static final String CLUSTERS_AUDIENCE = "https://kubernetes.default";
    /** The URL of an owner, which every workflow of the owner gets unless it asks for another. */
    private static final String GITHUBS_AUDIENCE = "https://github.com/";

    private static final Set<String> CHANGED_BY_PEOPLE = Set.of("email", "name", "groups", "preferred_username");
    private static final Set<String> OF_ONE_TOKEN = Set.of("iss", "aud", "exp", "nbf", "iat", "jti");
    /** As {@code http} reads claims: a longer one is not believed. */
    private static final int MOST_CHARACTERS = 1_000;

    private final Issuer issuer;
    private final IssuerType type;
    private final List<Problem> found = new ArrayList<>();

    private IssuerRules(Issuer issuer) {
        this.issuer = issuer;
        this.type = issuer.type();
    }

    static List<Problem> broken(Issuer issuer) {
        var rules = new IssuerRules(issuer);
        rules.url();
        rules.algorithm();
        rules.audience();
        rules.subjectClaims();
        rules.requiredClaims();
        return List.copyOf(rules.found);
    }

    private void url() {
        boolean aws = OF_AWS.matcher(issuer.issuer()).matches();
        boolean github = issuer.issuer().equals(OF_GITHUB);
        switch (type) {
            case AWS -> unless(aws, "/url", "is https://<id>.tokens.sts.global.api.aws, as an account's own issuer is");
            case GITHUB -> unless(github, "/url", "is " + OF_GITHUB + "; a GitHub server of your own is of type oidc");
            case KUBERNETES, OIDC ->
                unless(!aws && !github, "/url", "is registered with the type of its own, aws or github");
        }
    }

    private void algorithm() {
        switch (type) {
            case AWS -> unless(issuer.algorithm() != SigningAlgorithm.ES256, "/algorithm", "is RS256 or ES384 for aws");
            case GITHUB -> unless(issuer.algorithm() == SigningAlgorithm.RS256, "/algorithm", "is RS256 for github");
            case KUBERNETES, OIDC -> {}
        }
    }

    /** A default audience is everybody's: the token would have been made for anyone it can be shown to. */
    private void audience() {
        var audience = issuer.audience().orElse("");
        boolean shared = switch (type) {
            case KUBERNETES -> audience.equals(issuer.issuer()) || audience.startsWith(CLUSTERS_AUDIENCE);
            case GITHUB -> audience.startsWith(GITHUBS_AUDIENCE);
            case AWS, OIDC -> false;
        };
        unless(!shared, "/audience", "is a name of Valet's own, and not the one that every token has by default");
    }

    private void subjectClaims() {
        var claims = issuer.subjectClaims();
        switch (type) {
            case OIDC ->
                unless(!claims.isEmpty(), "/subjectClaims", "names the claims that make a subject, for example [sub]");
            case GITHUB ->
                unless(
                        claims.contains("environment") || claims.contains("ref"),
                        "/subjectClaims",
                        "names environment or ref, so that not every branch is the same subject");
            case AWS, KUBERNETES -> {}
        }
        unless(claims.stream().distinct().count() == claims.size(), "/subjectClaims", "names no claim twice");
        for (int i = 0; i < claims.size(); i++) {
            var place = Pointer.item("/subjectClaims", i);
            claim(claims.get(i), place);
            unless(
                    !CHANGED_BY_PEOPLE.contains(claims.get(i)),
                    place,
                    "is a claim that no person can change: not email, groups, name or preferred_username");
        }
    }

    private void requiredClaims() {
        issuer.requiredClaims().forEach((name, value) -> {
            var place = Pointer.member("/requiredClaims", name);
            claim(name, place);
            unless(
                    !value.isBlank()
                            && value.length() <= MOST_CHARACTERS
                            && value.chars().noneMatch(Character::isISOControl),
                    place,
                    "is one line of 1 to " + MOST_CHARACTERS + " characters");
        });
    }

    private void claim(String name, String place) {
        if (type == IssuerType.OIDC) {
            boolean lasting = CLAIM.matcher(name).matches() && !OF_ONE_TOKEN.contains(name);
            unless(
                    lasting,
                    place,
                    "is the name of a claim, and none that Valet checks anyway: not aud, exp, iat, iss, jti or nbf");
        } else {
            var claims = type.claims();
            unless(
                    claims.contains(name),
                    place,
                    "is a claim that is read of type " + type.word() + ": " + String.join(", ", claims));
        }
    }

    private void unless(boolean holds, String place, String rule) {
        if (!holds) {
            found.add(new Problem(place, rule));
        }
    }
}
