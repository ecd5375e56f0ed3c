package dev.valet.edge;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.identity.PresentedToken;
import dev.valet.identity.Principal;
import dev.valet.identity.RoleArn;
import dev.valet.json.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who is calling, from what API Gateway verified and from nothing else (INV-2). A tree of routes takes one kind of identity;
 * an event with the other kind, with both or with none names nobody (INV-3, T-21).
 */
final class Callers {
    private static final Pattern CALLER = Pattern.compile("(AROA[A-Z0-9]{12,124}):([\\w+=,.@-]{2,64})");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final List<String> SIGNED = List.of("accountId", "caller", "user", "userArn", "accessKey");
    private static final List<String> COGNITO = List.of(
            "cognitoIdentityId", "cognitoIdentityPoolId", "cognitoAuthenticationType", "cognitoAuthenticationProvider");

    private final Optional<String> principalOrg;

    Callers(Optional<String> principalOrg) {
        this.principalOrg = principalOrg;
    }

    /**
     * @param person the session name, chosen by the caller unless the role is one of Identity Center's
     * @param token of a bearer caller
     */
    record Caller(Principal principal, String person, Optional<PresentedToken> token) {}

    /** @return empty for every identity that is not exactly of the route's kind and form */
    Optional<Caller> caller(String resource, Event context) {
        var identity = context.part("identity");
        boolean signed = SIGNED.stream().anyMatch(identity::has);
        boolean cognito = COGNITO.stream().anyMatch(identity::has);
        boolean authorized = context.has("authorizer");
        try {
            if (isSigned(resource) && signed && !authorized && !cognito) {
                return role(identity).filter(_ -> isOfOrganisation(identity));
            }
            if (isBearer(resource) && authorized && !signed && !cognito) {
                return Optional.of(subject(context.part("authorizer")));
            }
        } catch (Malformed noSuchForm) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Whether nobody was asked who is calling, as on a route that anyone may call. */
    static boolean isNobody(Event context) {
        var identity = context.part("identity");
        return !context.has("authorizer")
                && Stream.of(SIGNED, COGNITO).flatMap(List::stream).noneMatch(identity::has);
    }

    static boolean isSigned(String resource) {
        return resource.startsWith("/v1/") || resource.startsWith("/admin/");
    }

    static boolean isBearer(String resource) {
        return resource.startsWith("/oidc/v1/");
    }

    /** One shape, matched in full; each fact that comes twice must be the same twice (T-02). */
    private static Optional<Caller> role(Event identity) {
        var userArn = identity.text("userArn");
        var arn = RoleArn.ofSession(userArn);
        var caller = CALLER.matcher(identity.text("caller"));
        boolean one = caller.matches()
                && identity.text("user").equals(caller.group())
                && identity.text("accountId").equals(arn.account())
                && userArn.endsWith("/" + caller.group(2));
        return one
                ? Optional.of(new Caller(
                        new Principal.AwsRole(arn.partition(), arn.account(), arn.name(), caller.group(1)),
                        caller.group(2),
                        Optional.empty()))
                : Optional.empty();
    }

    private boolean isOfOrganisation(Event identity) {
        return principalOrg.isEmpty() || identity.optionalText("principalOrgId").equals(principalOrg);
    }

    /** What Valet's own authorizer wrote after it verified a token. */
    private static Caller subject(Event authorizer) {
        var issuer = authorizer.text("issuer");
        Malformed.unless(!issuer.isBlank(), "has an issuer");
        var text = authorizer.text("claims");
        var read = StrictJson.read(text);
        Malformed.unless(read.canonical().equals(text), "is canonical JSON");
        var claims = new TreeMap<String, String>();
        Event.of(read).members().forEach((name, value) -> {
            Malformed.unless(value instanceof Json.Str(String claim) && !claim.isEmpty(), "is a text");
            claims.put(name, ((Json.Str) value).text());
        });
        Malformed.unless(!claims.isEmpty(), "pins a claim");
        return new Caller(new Principal.Subject(issuer, claims), "", Optional.of(token(authorizer)));
    }

    private static PresentedToken token(Event authorizer) {
        var expires = authorizer.text("expires");
        Malformed.unless(SECONDS.matcher(expires).matches(), "is a time in seconds");
        return new PresentedToken(authorizer.text("token"), Instant.ofEpochSecond(Long.parseLong(expires)));
    }
}
